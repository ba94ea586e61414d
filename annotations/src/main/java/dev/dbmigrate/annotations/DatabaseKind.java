package dev.dbmigrate.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface as a kind of migration ({@code PostgresMigration} and its like). By this annotation the processor
 * knows every kind on the class path, also one that it has never heard of.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface DatabaseKind {

    /** The kind's name, which is also the default name of its database: {@code postgres}. */
    String value();

    /** The kind's place among the parts of a migration over several databases; lower runs earlier. */
    int order();
}
