package dev.dbmigrate.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a class to be a migration.
 *
 * <p>The class is public and concrete, has a public constructor without parameters, and implements one or more kinds
 * ({@code PostgresMigration}, {@code RedisMigration}, …). The annotation processor checks all of it while {@code javac}
 * runs and lists the class in the module's manifest.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Migration {

    /**
     * The identity of the migration, for ever: {@code 003_add_user_preferences}, {@code 2025-01-15-001-add-rating-index}
     * or {@code 20241227_120000_add_audit_log}.
     */
    String id();

    /** What the migration does, in a sentence for the people who read the history. */
    String description();

    /** The schema version that this migration belongs to, as Semantic Versioning 2.0.0 ({@code 1.2.0}). */
    String version();

    /** The migrations that must have been applied before this one, in any database, module or jar. */
    Class<?>[] dependsOn() default {};

    /** Migrations that, where they are present, are applied before this one; they are not pulled in by it. */
    Class<?>[] after() default {};

    /**
     * Migrations, by class, that this one stands for. On a database that has seen none of them it runs alone; where all are
     * applied it is recorded as applied without running; where some are, the rest of them run first.
     */
    Class<?>[] replaces() default {};

    /** Migrations, by id, that this one stands for; for those whose classes are gone. */
    String[] replacesIds() default {};

    /** Whether code written for the version before stops working. */
    boolean breaking() default false;

    /** The part that this migration plays in a change without downtime. */
    Phase phase() default Phase.NONE;

    /** The name of the configured database; by default the kind's own name, for example {@code postgres}. */
    String database() default "";

    /** Whether the migration runs in one transaction where its database has them; otherwise it is journaled in steps. */
    boolean transactional() default true;
}
