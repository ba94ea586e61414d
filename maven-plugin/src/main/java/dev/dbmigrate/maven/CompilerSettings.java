package dev.dbmigrate.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * How maven-compiler-plugin compiles the project, as far as a check must do the same: what changes what processors see, and not
 * how loud the compiler is.
 *
 * @param options the compiler's options
 * @param encoding the sources' encoding
 * @param processorPaths the configured annotation processors, or empty if none are
 */
record CompilerSettings(List<String> options, String encoding, List<Coordinates> processorPaths) {

    /**
     * An artifact that is named in the POM.
     *
     * @param version its version, or null where dependencyManagement says it
     */
    record Coordinates(
            String groupId, String artifactId, @Nullable String version, String classifier, String type) {}

    static CompilerSettings of(MavenProject project) {
        Xpp3Dom configuration = project.getGoalConfiguration(
                "org.apache.maven.plugins", "maven-compiler-plugin", "default-compile", "compile");
        Settings settings = new Settings(configuration, project.getProperties());
        List<String> options = new ArrayList<>();
        String release = settings.text("release", "maven.compiler.release");
        if (release != null) {
            options.addAll(List.of("--release", release));
        } else {
            for (String name : List.of("source", "target")) {
                String value = settings.text(name, "maven.compiler." + name);
                if (value != null) {
                    options.addAll(List.of("-" + name, value));
                }
            }
        }
        if ("true".equals(settings.text("enablePreview", "maven.compiler.enablePreview"))) {
            options.add("--enable-preview");
        }
        options.addAll(passedOn(settings.list("compilerArgs")));
        String single = settings.text("compilerArgument", "maven.compiler.argument");
        if (single != null) {
            options.addAll(passedOn(List.of(single)));
        }
        String encoding = settings.text("encoding", "project.build.sourceEncoding");
        return new CompilerSettings(options, encoding == null ? "UTF-8" : encoding, settings.processorPaths());
    }

    /** The options of processors, and what the sources need to be read at all. */
    private static List<String> passedOn(List<String> arguments) {
        List<String> passed = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith("-A") || argument.equals("--enable-preview")) {
                passed.add(argument);
            } else if (argument.startsWith("--add-")) {
                passed.add(argument);
                if (!argument.contains("=") && i + 1 < arguments.size()) {
                    i++;
                    passed.add(arguments.get(i));
                }
            }
        }
        return passed;
    }

    /** Values of the plugin's configuration, and of the properties that stand for them. */
    private record Settings(@Nullable Xpp3Dom configuration, Properties properties) {

        @Nullable
        String text(String name, String property) {
            Xpp3Dom child = configuration == null ? null : configuration.getChild(name);
            String value = child == null ? null : child.getValue();
            String chosen = value == null ? properties.getProperty(property) : value;
            return chosen == null || chosen.isBlank() || chosen.contains("${") ? null : chosen.strip();
        }

        List<String> list(String name) {
            List<String> values = new ArrayList<>();
            Xpp3Dom list = configuration == null ? null : configuration.getChild(name);
            for (Xpp3Dom item : list == null ? new Xpp3Dom[0] : list.getChildren()) {
                if (item.getValue() != null) {
                    values.add(item.getValue().strip());
                }
            }
            return values;
        }

        List<Coordinates> processorPaths() {
            List<Coordinates> paths = new ArrayList<>();
            Xpp3Dom list = configuration == null ? null : configuration.getChild("annotationProcessorPaths");
            for (Xpp3Dom path : list == null ? new Xpp3Dom[0] : list.getChildren()) {
                Settings one = new Settings(path, new Properties());
                String groupId = one.text("groupId", "");
                String artifactId = one.text("artifactId", "");
                if (groupId != null && artifactId != null) {
                    String classifier = one.text("classifier", "");
                    String type = one.text("type", "");
                    paths.add(new Coordinates(
                            groupId,
                            artifactId,
                            one.text("version", ""),
                            classifier == null ? "" : classifier,
                            type == null ? "jar" : type));
                }
            }
            return paths;
        }
    }
}
