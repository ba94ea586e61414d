package dev.dbmigrate.processor.lock;

import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import javax.tools.Diagnostic.Kind;

/** What is wrong with released migrations, and with new ones beside them. */
public enum LockDiagnostic implements CompileDiagnostic {
    MALFORMED("C070", Kind.ERROR, "%s:%d: %s"),
    NO_SUCH_FILE(
            "C071",
            Kind.WARNING,
            "the option -Adbmigrate.lock names %s, which is not there, so no migration counts as released. Correct the"
                    + " option, or write the file: mvn compile dbmigrate:lock"),
    EDITED(
            "C072",
            Kind.ERROR,
            "%s is released (%s), but its code is not the released one any more: databases that have applied it will never"
                    + " run the edit. Take the edit back and write a new migration instead (mvn dbmigrate:new), or, if no"
                    + " database needs it, accept it: %s"),
    DELETED(
            "C073",
            Kind.ERROR,
            "%s is released (%s), but no class has this id any more%s. Take the class back from git, or, if no database needs"
                    + " it, accept that: %s"),
    DEPENDENCIES_CHANGED(
            "C074",
            Kind.ERROR,
            "%s is released (%s) with dependsOn = {%s}, now it has {%s}: databases that have applied it did so in the"
                    + " released order. Write the released dependencies, or accept the change: %s"),
    DATABASES_CHANGED(
            "C075",
            Kind.ERROR,
            "%s is released (%s) for %s, now it changes %s: databases that have applied it will not run it again. Write a new"
                    + " migration for the difference (mvn dbmigrate:new), or accept the change: %s"),
    VERSION_CHANGED(
            "C076",
            Kind.ERROR,
            "%s is released (%s) as version %s, now it says %s: the history has the released one. Write version = \"%s\", or"
                    + " accept the change: %s"),
    RENAMED(
            "C077",
            Kind.ERROR,
            "%s is the released %s (%s) under another id: every database would run it a second time. Write id = \"%s\""),
    DEPENDS_ON_NEW(
            "C078",
            Kind.ERROR,
            "%s is released (%s), but now depends on %s, which is not: databases have applied it without that. Take %s.class"
                    + " out of dependsOn"),
    OUT_OF_ORDER(
            "C079",
            Kind.WARNING,
            "%s is new, but comes before %s, which is released for the same database %s: databases that have that one apply"
                    + " this one out of order. Write id = \"%s\", or dependsOn = %s"),
    VERSION_LOWERED(
            "C080",
            Kind.ERROR,
            "%s is new and of version %s, but %s has released version %s already (%s), which a database never goes back"
                    + " behind. Write version = \"%s\""),
    CODE_OUTSIDE(
            "C081",
            Kind.WARNING,
            "%s uses %s, and the source of %s is no part of its checksum: an edit there changes what %s does without anybody"
                    + " noticing. Write includes = %s.class"),
    INCLUDES_FOREIGN(
            "C082",
            Kind.ERROR,
            "includes names %s, whose source is not compiled in this module, so no checksum can be made of it. Take %s.class"
                    + " out of includes");

    private final String id;
    private final Kind kind;
    private final String template;

    LockDiagnostic(String number, Kind kind, String template) {
        this.id = "DBM-" + number;
        this.kind = kind;
        this.template = template;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public boolean isWaivable() {
        return kind != Kind.ERROR;
    }

    @Override
    public String template() {
        return template;
    }
}
