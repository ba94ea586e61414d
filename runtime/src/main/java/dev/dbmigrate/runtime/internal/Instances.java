package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The instances of a plan's migrations, all made before the first of them runs: a class that cannot be loaded or whose
 * constructor throws stops the run while nothing has changed. It is also cheaper: classes that are loaded between two
 * statements cost about ten times as much as the same classes loaded one after the other.
 *
 * <p>Thread-safe.
 */
final class Instances {

    private final MigrationSet migrations;
    private final Map<PartKey, Object> made = new ConcurrentHashMap<>();

    private Instances(MigrationSet migrations) {
        this.migrations = migrations;
    }

    /**
     * Makes one instance a part.
     *
     * @throws DbMigrateException {@code DBM-R006} if one cannot be made
     */
    static Instances of(MigrationSet migrations, List<WorkItem> plan) {
        Instances instances = new Instances(migrations);
        for (WorkItem item : plan) {
            if (!item.adopts()) {
                instances.made.put(item.key(), instances.create(item));
            }
        }
        return instances;
    }

    /** The part's instance, which is given away only once: whoever runs the part again gets a new one. */
    Object take(WorkItem item) {
        Object instance = made.remove(item.key());
        return instance != null ? instance : create(item);
    }

    private Object create(WorkItem item) {
        try {
            return migrations.newInstance(item.entry().id());
        } catch (RuntimeException | LinkageError e) {
            // a throwing static initializer is told by its cause
            Throwable cause = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
            throw new DbMigrateException(
                    Diagnostic.NOT_INSTANTIABLE,
                    item.entry().id() + " (" + item.source() + "): its class "
                            + item.entry().className()
                            + " cannot be instantiated: " + cause + ". Keep its constructor and its static fields free"
                            + " of work, and check that all jars it needs are on the class path.",
                    e);
        }
    }
}
