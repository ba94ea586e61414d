package dev.dbmigrate.processor.rule.mongodb;

import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import javax.tools.Diagnostic.Kind;

/** What is wrong with the driver calls of a MongoDB migration. */
public enum MongoDiagnostic implements CompileDiagnostic {
    UPDATE_OF_ALL(
            "C180",
            Kind.ERROR,
            "%s with an empty filter changes every document%s, those that are done already too: after an interruption it begins"
                    + " again. Write a filter that leaves out what is done, Filters.exists(\"schemaVersion\", false), and set"
                    + " schemaVersion in the update; or db.updateEach(collection, filter, 500, document -> …), in batches"),
    DELETE_OF_ALL(
            "C181",
            Kind.ERROR,
            "%s with an empty filter deletes every document%s, one by one and for ever. Write a filter that names what goes; or,"
                    + " if the collection goes, drop() in a migration of phase = Phase.CONTRACT"),
    VALIDATOR_BEFORE_BACKFILL(
            "C182",
            Kind.ERROR,
            "this validator refuses updates of the documents of %s that do not fit yet, and %s. Write the backfill first, in a"
                    + " migration that this one depends on, or append(\"validationLevel\", \"moderate\")"),
    UNIQUE_INDEX(
            "C183",
            Kind.ERROR,
            "a unique index on the documents that %s holds already fails at the first duplicate, after the whole build, while"
                    + " new duplicates keep coming. Write createIndex(keys) without unique, then collMod with index: {keyPattern:"
                    + " keys, prepareUnique: true}, remove the duplicates, then collMod with unique: true; if the collection is"
                    + " new, write db.database().createCollection(%s) before it"),
    DROP(
            "C184",
            Kind.ERROR,
            "drop() of %s takes data from under the code that still runs, and nothing brings it back. Write phase ="
                    + " Phase.CONTRACT, in a migration of its own that depends on the one which moved the data"),
    WITHOUT_SESSION(
            "C185",
            Kind.ERROR,
            "%s without the session is no part of the migration's transaction: it stands even if the rest is rolled back. Write"
                    + " %s(%s, …)"),
    OUT(
            "C186",
            Kind.ERROR,
            "$out replaces the whole collection %s, and what is written to it meanwhile is lost. Write Aggregates.merge(%s)");

    private final String id;
    private final Kind kind;
    private final String template;

    MongoDiagnostic(String number, Kind kind, String template) {
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
