package dev.dbmigrate.maven;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.launch.Launcher;
import dev.dbmigrate.runtime.launch.Snippets;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The project's own runtime, in a class loader that sees the JDK and the project's class path and nothing of Maven. Only
 * types of the JDK cross the border. For use by one thread.
 */
final class IsolatedRuntime implements AutoCloseable {

    /** Without it SLF4J complains on standard error that the project has no logging back-end, which is its right. */
    private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

    private final URLClassLoader loader;
    private final Class<?> launcher;

    /**
     * Opens it.
     *
     * @param classPath the project's runtime class path
     * @throws DbMigrateException with {@code DBM-R001} if {@code dbmigrate-runtime} is not on it
     */
    IsolatedRuntime(List<Path> classPath) throws MojoExecutionException {
        loader = new URLClassLoader(
                "dbmigrate project",
                classPath.stream().map(IsolatedRuntime::url).toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader());
        try {
            launcher = loader.loadClass(Launcher.class.getName());
        } catch (ClassNotFoundException e) {
            close();
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "dbmigrate-runtime is not on the project's runtime class path.\n" + Snippets.RUNTIME,
                    e);
        }
    }

    /** Whether a class path holds a runtime at all. */
    static boolean isOn(List<Path> classPath) throws MojoExecutionException {
        String resource = Launcher.class.getName().replace('.', '/') + ".class";
        try (URLClassLoader probe = new URLClassLoader(
                classPath.stream().map(IsolatedRuntime::url).toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader())) {
            return probe.findResource(resource) != null;
        } catch (IOException e) {
            throw new MojoExecutionException("cannot close the project's class path: " + e, e);
        }
    }

    /** Calls {@link Launcher#run}. */
    Map<?, ?> run(String command, Map<String, String> parameters, Map<String, Object> io)
            throws MojoExecutionException {
        return call("run", new Class<?>[] {String.class, Map.class, Map.class}, command, parameters, io);
    }

    /** Calls {@link Launcher#kinds}. */
    Map<?, ?> kinds(Map<String, Object> io) throws MojoExecutionException {
        return call("kinds", new Class<?>[] {Map.class}, io);
    }

    private Map<?, ?> call(String name, Class<?>[] types, Object... arguments) throws MojoExecutionException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        @Nullable String verbosity = System.getProperty(SLF4J_VERBOSITY);
        thread.setContextClassLoader(loader);
        System.setProperty(SLF4J_VERBOSITY, "ERROR");
        try {
            Method method = launcher.getMethod(name, types);
            return (Map<?, ?>) method.invoke(null, arguments);
        } catch (NoSuchMethodException e) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "the project's dbmigrate-runtime and this plugin are of different versions; give both the same",
                    e);
        } catch (IllegalAccessException e) {
            throw new MojoExecutionException("[DBM-R999] a mistake in dbmigrate: " + e, e);
        } catch (InvocationTargetException e) {
            throw new MojoExecutionException("[DBM-R999] a mistake in dbmigrate: " + e.getCause(), e.getCause());
        } finally {
            thread.setContextClassLoader(before);
            if (verbosity == null) {
                System.clearProperty(SLF4J_VERBOSITY);
            } else {
                System.setProperty(SLF4J_VERBOSITY, verbosity);
            }
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a file path is always a URL: " + path, e);
        }
    }

    @Override
    public void close() throws MojoExecutionException {
        try {
            loader.close();
        } catch (IOException e) {
            throw new MojoExecutionException("cannot close the project's class path: " + e, e);
        }
    }
}
