package dev.dbmigrate.runtime;

import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.runtime.internal.Operations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies, shows and rolls back the migrations of an application. Safe for use by several threads and several processes:
 * whoever changes anything holds the history's lease.
 *
 * <p>All methods throw {@link DbMigrateException} and nothing else; its message says what to do, and holds no secret.
 */
public final class DbMigrate {

    private final Operations operations;

    private DbMigrate(Operations operations) {
        this.operations = operations;
    }

    /**
     * Starts to build an instance.
     *
     * @param configuration which databases there are
     * @return a builder for use by one thread
     */
    public static Builder builder(Configuration configuration) {
        return new Builder(configuration);
    }

    /** Applies everything that is pending. One round trip when there is nothing to do. */
    public RunResult apply() {
        return apply(Selection.ALL);
    }

    /**
     * Applies what is pending among the selected migrations, together with what they depend on.
     *
     * @param selection which ones
     * @return what was done
     * @throws DbMigrateException if something failed; {@link DbMigrateException#result()} says what was done before
     */
    public RunResult apply(Selection selection) {
        return operations.apply(selection);
    }

    /**
     * Says what {@link #apply(Selection)} would do. Runs no migration's code and needs no right to write.
     *
     * @param selection which ones
     * @return the plan
     */
    public Plan plan(Selection selection) {
        return operations.plan(selection);
    }

    /**
     * Says what {@link #rollback} would do. Runs no migration's code and needs no right to write.
     *
     * @param request what to roll back
     * @return the plan
     */
    public Plan planRollback(RollbackRequest request) {
        return operations.planRollback(request);
    }

    /**
     * Undoes applied migrations, in the reverse of the apply order.
     *
     * @param request what to roll back
     * @return what was done
     * @throws DbMigrateException with {@code DBM-R041} while dependents are applied, {@code DBM-R042} if there is no way
     *     back, or if something failed
     */
    public RunResult rollback(RollbackRequest request) {
        return operations.rollback(request);
    }

    /** Says how everything stands. Reads the home database only and needs no right to write. */
    public StatusReport status() {
        return operations.status();
    }

    /** Compares the history with the code. Needs no right to write. */
    public ValidationReport validate() {
        return operations.validate();
    }

    /** Looks whether each database can be reached, which version it is, and whether the user may do what is needed. */
    public HealthReport health() {
        return operations.health();
    }

    /**
     * Settles a migration that is in doubt, as a person has decided.
     *
     * @param request the decision
     * @throws DbMigrateException with {@code DBM-R003} if the migration is unknown or not in doubt
     */
    public void repair(RepairRequest request) {
        operations.repair(request);
    }

    /**
     * Takes the selected migrations, and what they depend on, as applied without running them: adopts an existing database.
     *
     * @param selection up to which version or id, and on which databases
     * @return what was adopted
     * @throws DbMigrateException with {@code DBM-R040} if one of them was begun and is not settled
     */
    public RunResult baseline(Selection selection) {
        return operations.baseline(selection);
    }

    /**
     * Says what {@link #baseline} would adopt. Needs no right to write.
     *
     * @param selection which ones
     * @return the plan
     */
    public Plan planBaseline(Selection selection) {
        return operations.planBaseline(selection);
    }

    /**
     * Writes the rows of the history again as its events say, where they do not agree; each is an event itself.
     *
     * @param reason why; becomes part of the audit
     * @return the parts whose row was written again, as {@code id on database}
     * @throws DbMigrateException with {@code DBM-R040} if the events themselves were altered or removed
     */
    public List<String> rebuildHistory(String reason) {
        return operations.rebuildHistory(reason);
    }

    /**
     * Frees the lease of a runner that is known to be dead.
     *
     * @param force take it away even though it has not expired; the old runner's sessions are ended
     * @return who held it, and whether it was taken away
     * @throws DbMigrateException with {@code DBM-R020} if it has not expired and {@code force} is false
     */
    public UnlockReport unlock(boolean force) {
        return operations.unlock(force);
    }

    /** Builds an instance. */
    public static final class Builder {

        private final Configuration configuration;
        private ClassLoader classLoader;
        private @Nullable List<Manifest> manifests;
        private RunListener listener = RunListener.NONE;

        private Builder(Configuration configuration) {
            this.configuration = configuration;
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            this.classLoader = context != null ? context : DbMigrate.class.getClassLoader();
        }

        /**
         * Where manifests, adapters and drivers are found; by default the thread's context class loader.
         *
         * @param value the class loader
         * @return this builder
         */
        public Builder classLoader(ClassLoader value) {
            classLoader = value;
            return this;
        }

        /**
         * The manifests; by default those that {@link java.util.ServiceLoader} finds.
         *
         * @param value the manifests
         * @return this builder
         */
        public Builder manifests(List<Manifest> value) {
            manifests = List.copyOf(value);
            return this;
        }

        /**
         * Who is told what a run does while it does it.
         *
         * @param value the listener
         * @return this builder
         */
        public Builder listener(RunListener value) {
            listener = value;
            return this;
        }

        /** Builds the instance; connects to nothing. */
        public DbMigrate build() {
            return new DbMigrate(new Operations(configuration, classLoader, manifests, listener));
        }
    }
}
