package dev.dbmigrate.processor.diagnostic;

import javax.tools.Diagnostic.Kind;

/** What is wrong with a declaration: ids, classes, references, versions, companions. */
public enum MigrationDiagnostic implements CompileDiagnostic {
    INTERNAL_ERROR(
            "C001",
            "the dbmigrate processor failed: %s. This is a fault of dbmigrate, not of your code; please report it with"
                    + " the text above. To compile without it meanwhile, write -proc:none"),

    ID_FORM("C002", "\"%s\" is not a migration id: %s. Write id = \"%s\""),
    DUPLICATE_ID(
            "C003", "the id %s is taken by %s of this module; an id names one migration for ever. Write id = \"%s\""),
    DUPLICATE_ID_ON_CLASS_PATH(
            "C004",
            "the id %s is taken by %s on the class path; an id names one migration for ever. Write id = \"%s\""),

    NOT_A_CLASS("C010", "%s is %s; a migration is a class. Write public final class %s"),
    ABSTRACT_CLASS(
            "C011", "%s is abstract, so it cannot be run. Write public final class %s, or take @Migration off it"),
    NOT_PUBLIC("C012", "%s is not public%s, so the manifest cannot create it. Write public in front of class %s"),
    INNER_CLASS(
            "C013",
            "%s is an inner class and cannot be created without an instance of %s. Write public static final class %s"),
    TYPE_PARAMETERS("C014", "%s has type parameters, which a migration cannot be given. Write class %s without <%s>"),
    NO_PUBLIC_CONSTRUCTOR(
            "C015", "%s has no public constructor without parameters, by which it is created. Write public %s() {}"),
    CONSTRUCTOR_THROWS(
            "C016",
            "the constructor of %s throws the checked exception %s; the manifest creates migrations without running"
                    + " them. Move the work into up, and write public %s() {}"),
    NO_KIND(
            "C017",
            "%s implements no kind of migration, so nothing says which database it changes. Write implements %s"),
    UNNAMED_PACKAGE(
            "C018",
            "%s stands in no package, so the manifest cannot name it. Write package migrations; (or your own) at the top"
                    + " of the file"),
    OVERRIDES_NOTHING(
            "C019",
            "%s overrides nothing, so it would never be run: %s. Write @Override public void %s throws Exception"),

    NOT_A_MIGRATION("C020", "%s names %s, which is not a migration. %s"),
    SELF_REFERENCE("C021", "%s names the migration itself. Take %s.class out of %s"),
    CYCLE("C022", "these migrations wait for each other in a circle: %s. Take %s.class out of %s of %s"),
    LISTED_TWICE("C023", "%s names %s a second time%s. Take %s.class out of %s"),
    DEPENDENCY_NEWER(
            "C024",
            "version %s depends on %s of the higher version %s, so %s could never be complete without it. Write version ="
                    + " \"%s\""),

    AFTER_IS_DEPENDENCY(
            "C025",
            Kind.WARNING,
            "after names %s, on which this migration depends already, by way of %s. Take %s.class out of after"),
    MIGRATE_WITHOUT_EXPAND(
            "C026",
            Kind.WARNING,
            "a migration of phase MIGRATE fills what an EXPAND has added, but %s depends on no EXPAND, so nothing says that"
                    + " it comes first. Write dependsOn = %s.class, or take phase = Phase.MIGRATE off"),
    CONTRACT_WITHOUT_EXPAND(
            "C027",
            Kind.WARNING,
            "a migration of phase CONTRACT takes away what an EXPAND has made superfluous, but %s depends on no EXPAND, so"
                    + " nothing says that it comes last. Write dependsOn = %s.class, or take phase = Phase.CONTRACT off"),
    CONTRACT_WITHOUT_MIGRATE(
            "C028",
            Kind.WARNING,
            "this CONTRACT may run before the MIGRATE %s has moved the data that it takes away: both follow on %s, and"
                    + " nothing orders them. Add %s.class to dependsOn"),
    EXPAND_AFTER_CONTRACT(
            "C029",
            Kind.WARNING,
            "this EXPAND comes after %s, a CONTRACT that no EXPAND comes before: between the two the old is gone and the"
                    + " new not there. Take %s.class out of dependsOn, and let %s depend on %s.class"),

    VERSION_FORM("C030", "\"%s\" is not a semantic version (MAJOR.MINOR.PATCH). Write version = \"%s\""),
    BREAKING_WITHOUT_MAJOR(
            "C031",
            "a breaking migration raises MAJOR, but version %s does not raise it over %s of version %s, which changes the"
                    + " same database. Write version = \"%s\", or breaking = false"),
    BREAKING_EXPAND(
            "C032",
            "a migration of phase EXPAND only adds, so it cannot be breaking. Write breaking = false, or phase ="
                    + " Phase.CONTRACT"),

    MAJOR_WITHOUT_BREAKING(
            "C033",
            Kind.WARNING,
            "version %s raises MAJOR over %s of version %s, which changes the same database, but neither this migration nor"
                    + " another one of version %s is breaking. Write breaking = true, or version = \"%s\""),
    LOWERS_VERSION(
            "C034",
            Kind.WARNING,
            "version %s is lower than %s of %s, which comes before it on %s: a version that was complete is so no more."
                    + " Write version = \"%s\""),

    EMPTY_DESCRIPTION(
            "C040", "the description is empty; it is what people read in the history. Write description = \"%s\""),
    EMPTY_IRREVERSIBLE(
            "C041",
            "@Irreversible gives no reason; it is what a refused rollback shows. Write @Irreversible(\"the dropped data"
                    + " cannot be restored\")"),
    IRREVERSIBLE_WITH_DOWN(
            "C042",
            "%s is @Irreversible but overrides down for each of its databases. Take @Irreversible off, or remove down"),
    WAIVER_WITHOUT_REASON(
            "C043", "@AllowUnsafe(rule = \"%s\") gives no reason. Write reason = \"why it is safe here\""),
    WAIVER_RULE_FORM("C044", "\"%s\" is not the id of a finding. Write rule = \"%s\""),
    WAIVER_OF_AN_ERROR(
            "C045",
            "%s is an error that cannot be waived: nothing could be run. Take this @AllowUnsafe off, and mend %s"),
    ANNOTATION_WITHOUT_MIGRATION(
            "C046",
            "@%s has no effect on %s, which is not a migration. Write @Migration(id = …, description = …, version = …)"
                    + " above it, or take it off"),
    WAIVER_OF_NOTHING(
            "C047", Kind.WARNING, "@AllowUnsafe(rule = \"%s\") waives nothing: %s has no such finding. Take it off"),
    RULES_OPTION("C048", "the option -Adbmigrate.rules has \"%s\": %s. %s"),

    DATABASE_FOR_SEVERAL_KINDS(
            "C050",
            "database = \"%s\" cannot be meant for all of %s. Take database off, or write one migration for each kind"),
    DATABASE_FORM(
            "C051",
            "\"%s\" cannot be the name of a database: it stands in dbmigrate.databases.<name>.url. Write database ="
                    + " \"%s\""),
    DATABASE_OF_ANOTHER_KIND(
            "C052",
            "database = \"%s\" is the name of the %s database, but %s implements %s. Write database = \"%s\", or"
                    + " implements %s"),
    DATABASE_NEARLY_KIND(
            "C053",
            Kind.WARNING,
            "database = \"%s\": did you mean \"%s\"? Write database = \"%s\", or, if it is the name of another database,"
                    + " @AllowUnsafe(rule = \"DBM-C053\", reason = \"…\")"),

    DOWN_MISSING(
            "C054",
            Kind.WARNING,
            "%s cannot be undone on %s: a rollback over it is refused. Write @Override public void down(%s db) throws"
                    + " Exception { … }, or @Irreversible(\"why there is no way back\")"),
    ID_NEARLY_TAKEN(
            "C055",
            Kind.WARNING,
            "the id %s differs from %s of %s only in case, leading zeros or separators; nobody will tell them apart. Write"
                    + " id = \"%s\""),
    MIXED_ID_STYLES(
            "C056",
            Kind.WARNING,
            "the id %s is %s, but most of this module's ids, such as %s, are %s; the two do not sort among each other. Write"
                    + " an id of the same style"),
    KIND_WITHOUT_MIGRATION(
            "C057",
            Kind.WARNING,
            "%s implements %s but is no migration, so it is never run. Write @Migration(id = …, description = …, version ="
                    + " …) above it, or make it abstract, or say that it is meant with @AllowUnsafe(rule = \"DBM-C057\","
                    + " reason = \"…\")"),
    CLASS_IN_TWO_JARS(
            "C058",
            Kind.WARNING,
            "the migration %s stands in two indexes on the class path, %s and %s: two jars hold it, perhaps in two versions."
                    + " Take one of the jars off the class path"),
    DEPENDENCY_NOT_ON_CLASS_PATH(
            "C059",
            Kind.WARNING,
            "the migration %s of another jar names a class that is not on the class path, so an apply with this class path"
                    + " would be refused (DBM-R005). Add the jar that holds that class to the dependencies"),

    REPLACED_ID_FORM("C060", "\"%s\" in replacesIds is not a migration id: %s. Write \"%s\""),
    REPLACED_ID_HAS_CLASS("C061", "%s in replacesIds has a class: %s. Write replaces = %s.class"),
    REPLACED_ID_TWICE("C062", "replacesIds names %s a second time. Take this \"%s\" out"),
    REPLACED_ID_IS_OWN("C063", "replacesIds names the migration itself. Take \"%s\" out of replacesIds"),
    REPLACED_TWICE("C064", "%s is replaced by %s already, and only one migration can stand for it. Take %s out of %s"),
    REPLACEMENT_CHAIN(
            "C065",
            Kind.WARNING,
            "%s replaces %s itself: by ids alone nobody could tell which of them a database has seen, so the class %s must"
                    + " be kept. Keep it, and write @AllowUnsafe(rule = \"DBM-C065\", reason = \"…\")"),
    REPLACEMENT_CIRCLE(
            "C066", "these migrations replace each other in a circle: %s. Take %s.class out of replaces of %s"),
    REPLACES_AROUND(
            "C067",
            "%s stands between what this migration replaces and what it must come before: %s. Add %s.class to replaces, or"
                    + " replace less"),
    NAMES_REPLACED(
            "C068",
            Kind.WARNING,
            "%s names %s, which %s replaces: its class cannot be deleted while something names it. Write %s.class");

    private final String id;
    private final Kind kind;
    private final String template;

    MigrationDiagnostic(String number, String template) {
        this(number, Kind.ERROR, template);
    }

    MigrationDiagnostic(String number, Kind kind, String template) {
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

    /** What is less than an error can be waived. */
    @Override
    public boolean isWaivable() {
        return kind != Kind.ERROR;
    }

    @Override
    public String template() {
        return template;
    }
}
