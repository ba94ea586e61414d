package dev.dbmigrate.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Waives one finding of the compiler for one migration, with the reason. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(AllowUnsafe.List.class)
public @interface AllowUnsafe {

    /** The finding, for example {@code DBM-C101}. */
    String rule();

    /** Why it is safe here. */
    String reason();

    /** Holds several waivers of one migration. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface List {

        /** The waivers. */
        AllowUnsafe[] value();
    }
}
