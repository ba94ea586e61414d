package dev.dbmigrate.benchmarks.contender;

import dev.dbmigrate.benchmarks.workload.Workload;
import dev.dbmigrate.benchmarks.workload.WorkloadWriter;
import dev.dbmigrate.runtime.DbMigrate;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * A workload's classes. They are looked for in their own directory first, as an application's own classes come first on
 * its class path: behind the benchmark's jars each of them would be searched for in all those in vain.
 */
final class ApplicationClasses extends URLClassLoader {

    ApplicationClasses(Workload workload) throws MalformedURLException {
        super(new URL[] {workload.classes().toUri().toURL()}, DbMigrate.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(WorkloadWriter.PACKAGE + ".")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }
}
