package dev.dbmigrate.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a package (in its {@code package-info.java}): the scripts of a folder are migrations. The annotation processor writes a
 * class into the package for each of them, on which other migrations depend by class literal.
 *
 * <p>Names of files: {@code V001-name-up.sql} with {@code V001-name-down.sql}; {@code YYYYMMDD_HHMMSS_name.sql} with
 * {@code YYYYMMDD_HHMMSS_name_rollback.sql}; {@code YYYY-MM-DD-NNN-name.cypher} with
 * {@code YYYY-MM-DD-NNN-name-down.cypher}. {@code .sql} is PostgreSQL, {@code .cypher} is Neo4j.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PACKAGE)
@Repeatable(MigrationScripts.List.class)
public @interface MigrationScripts {

    /** The folder below the module's resources: {@code db/postgres}. Folders within it are not looked into. */
    String folder();

    /**
     * The schema version of the first scripts. A script whose header says {@code version=} sets that of itself and of those
     * behind it.
     */
    String version() default "";

    /** The name of the configured database; by default the kind's own name, for example {@code postgres}. */
    String database() default "";

    /** Holds several folders of one package. */
    @Documented
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.PACKAGE)
    @interface List {

        /** The folders. */
        MigrationScripts[] value();
    }
}
