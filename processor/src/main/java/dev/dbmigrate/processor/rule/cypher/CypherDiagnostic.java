package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import javax.tools.Diagnostic.Kind;

/** What is wrong with a Cypher text. All can be waived: the server has the last word on its language. */
public enum CypherDiagnostic implements CompileDiagnostic {
    SYNTAX("C150", "Neo4j cannot read this Cypher: %s. %s"),
    WHERE_AFTER_WRITE(
            "C151", "WHERE cannot follow %s: it belongs to the MATCH or WITH that finds what is written. Write %s"),
    SQL_COMMENT("C152", "-- begins no comment in Cypher: it is two minus signs. Write //%s"),
    SQL_IN_CYPHER("C153", "%s is not Cypher. Write %s"),
    REMOVED_SYNTAX("C154", "Neo4j 5 no longer reads %s. Write %s"),
    SEVERAL_STATEMENTS(
            "C155",
            "the driver takes one statement at a time and refuses a text with %d of them. Write db.run(…) of the"
                    + " migration's context, which separates them, or one call for each"),

    MAP_PROPERTY("C160", "Neo4j cannot store %s in the property %s, so the statement fails. %s"),
    UNBOUNDED_WRITE(
            "C161",
            "this changes every %s in one transaction, which holds all their locks and must fit into memory. Write %s in"
                    + " an idempotentStep, or say in WHERE which of them are meant"),
    FOREIGN_DELETE(
            "C162",
            "down deletes every %s, also those that up did not create: nothing in up creates one. Write MATCH … WHERE"
                    + " with a property that up sets on what it creates, or @Irreversible(\"why there is no way back\")"
                    + " instead of down"),
    MERGE_BEFORE_CONSTRAINT(
            "C163",
            "MERGE on :%s(%s) comes before the uniqueness constraint that the same migration creates: two clients at once"
                    + " make two nodes, and then the constraint cannot be created. Write the CREATE CONSTRAINT first"),
    MERGE_WITHOUT_CONSTRAINT(
            "C164",
            Kind.WARNING,
            "no migration of this module creates a uniqueness constraint for MERGE on :%1$s(%2$s): two clients at once make"
                    + " two nodes, and each MERGE reads every :%1$s. Write CREATE CONSTRAINT %3$s IF NOT EXISTS FOR (n:%1$s)"
                    + " REQUIRE %4$s IS UNIQUE before it"),
    CARTESIAN_PRODUCT(
            "C165",
            Kind.WARNING,
            "nothing joins %s and %s, so each of the one is combined with each of the other. Write a relationship between"
                    + " them, or a WHERE that compares them"),
    CREATE_TWICE("C166", Kind.WARNING, "CREATE makes %s again %s. Write %s"),
    UNNAMED_SCHEMA(
            "C167",
            Kind.WARNING,
            "%s without a name gets one from the server, another on each database, so down cannot drop it. Write %s"),
    NOT_IF_NOT_EXISTS(
            "C168",
            Kind.WARNING,
            "this fails where %s stands already, for instance because somebody created it by hand. Write %s"),
    OWN_NODES(
            "C169",
            Kind.WARNING,
            "dbmigrate writes :%s itself, under a uniqueness constraint and in the migration's own transaction; a second"
                    + " writer makes its version wrong. Take this statement out, and write version = \"…\" in @Migration");

    private final String id;
    private final Kind kind;
    private final String template;

    CypherDiagnostic(String number, String template) {
        this(number, Kind.ERROR, template);
    }

    CypherDiagnostic(String number, Kind kind, String template) {
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
        return true;
    }

    @Override
    public String template() {
        return template;
    }
}
