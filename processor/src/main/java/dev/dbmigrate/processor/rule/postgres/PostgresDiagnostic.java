package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import javax.tools.Diagnostic.Kind;

/** What is wrong with a statement for PostgreSQL. */
public enum PostgresDiagnostic implements CompileDiagnostic {
    INDEX_LOCKS_WRITERS(
            "C100", "%s is in use, and CREATE INDEX keeps all writers out of it until the index is built. Write %s%s"),
    DROP_INDEX_LOCKS(
            "C101",
            Kind.WARNING,
            "DROP INDEX keeps readers and writers out of the index's table, also while it waits for those that came before."
                    + " Write %s%s"),
    REINDEX_LOCKS("C102", "REINDEX keeps writers out of %s until the index is built anew. Write %s%s"),
    NEEDS_NO_TRANSACTION(
            "C103",
            "%s cannot run in a transaction, and this migration is one: the server would refuse it. Write transactional ="
                    + " false in @Migration, and move what belongs together in a transaction into another migration"),

    FOREIGN_KEY_SCANS(
            "C104",
            "the foreign key reads all rows of %s, and keeps writers out of it and of %s meanwhile. Write ALTER TABLE %s ADD"
                    + " CONSTRAINT %s %s NOT VALID, and in the next migration ALTER TABLE %s VALIDATE CONSTRAINT %s"),
    CHECK_SCANS(
            "C105",
            "the check reads all rows of %s, and keeps readers and writers out of it meanwhile. Write ALTER TABLE %s ADD"
                    + " CONSTRAINT %s %s NOT VALID, and in the next migration ALTER TABLE %s VALIDATE CONSTRAINT %s"),
    VALIDATED_UNDER_LOCK(
            "C106",
            "VALIDATE CONSTRAINT reads all rows of %s in the transaction that added the constraint, so the lock of ADD"
                    + " CONSTRAINT is held meanwhile. Move ALTER TABLE %s VALIDATE CONSTRAINT %s into the next migration"),
    NEVER_VALIDATED(
            "C107",
            Kind.WARNING,
            "%s is NOT VALID and nothing validates it, so older rows of %s may go on violating it. Write ALTER TABLE %s"
                    + " VALIDATE CONSTRAINT %s in the next migration"),
    SET_NOT_NULL_SCANS(
            "C108",
            "SET NOT NULL reads all rows of %s and keeps readers and writers out of it meanwhile. Write, each in a migration"
                    + " of its own: (1) ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID; (2) ALTER TABLE"
                    + " %s VALIDATE CONSTRAINT %s; (3) ALTER TABLE %s ALTER COLUMN %s SET NOT NULL, which then reads nothing"),
    UNIQUE_BUILDS_INDEX(
            "C109",
            "%s builds its index while readers and writers are kept out of %s. Write CREATE UNIQUE INDEX CONCURRENTLY %s ON"
                    + " %s (%s) in a migration with transactional = false, and then ALTER TABLE %s ADD CONSTRAINT %s %s"
                    + " USING INDEX %s"),

    VOLATILE_DEFAULT(
            "C110",
            "%s has another value for each row, so all rows of %s are written anew while readers and writers are kept out."
                    + " Write ALTER TABLE %s ADD COLUMN %s %s; ALTER TABLE %s ALTER COLUMN %s %s, and fill the rows that"
                    + " exist in batches in the next migration"),
    STORED_COLUMN(
            "C111",
            "the stored generated column %s is computed for each row, so all rows of %s are written anew while readers and"
                    + " writers are kept out. Write ALTER TABLE %s ADD COLUMN %s %s, set it in a trigger, and fill the rows"
                    + " that exist in batches; or from PostgreSQL 18 write VIRTUAL instead of STORED"),
    TYPE_CHANGE(
            "C112",
            "the new type %s of %s writes all rows of %s anew while readers and writers are kept out, and breaks code that"
                    + " reads the old one. Write ALTER TABLE %s ADD COLUMN %s %s in a migration of phase EXPAND, fill it in"
                    + " batches (MIGRATE), let the code read it, and drop %s (CONTRACT)"),
    REQUIRED_COLUMN(
            "C113",
            "%s is NOT NULL and has no default: this fails as soon as %s has a row, and so does each INSERT of code that"
                    + " does not know it. Write ALTER TABLE %s ADD COLUMN %s %s DEFAULT … NOT NULL, or leave NOT NULL to a"
                    + " later migration"),
    DROPPED_COLUMN(
            "C114",
            "code that runs may still read %s of %s, and its data is gone with it. Write phase = Phase.CONTRACT in"
                    + " @Migration once no code uses the column"),
    DROPPED_TABLE(
            "C115",
            "code that runs may still read %s, and its data is gone with it. Write phase = Phase.CONTRACT in @Migration"
                    + " once no code uses the table"),
    RENAMED_TABLE(
            "C116",
            "code that runs still says %s, and fails the moment it is called %s. Write ALTER TABLE %s RENAME TO %s; CREATE"
                    + " VIEW %s AS SELECT * FROM %s, in one transaction, and drop the view when no code uses it"),
    RENAMED_COLUMN(
            "C117",
            "code that runs still says %s, and fails the moment the column of %s is called %s. Write ALTER TABLE %s ADD"
                    + " COLUMN %s … in a migration of phase EXPAND, fill it in batches (MIGRATE), let the code use it, and"
                    + " drop %s (CONTRACT)"),

    TRUNCATE_CASCADES(
            "C118",
            "TRUNCATE … CASCADE also empties every table that refers to %s, and those that refer to them. Write TRUNCATE %s"
                    + " and name each further table that is meant"),
    UPDATES_ALL_ROWS(
            "C119",
            "UPDATE without a condition rewrites all rows of %s in one statement, and keeps other writers out of each until"
                    + " the end. Write UPDATE %s SET … WHERE id IN (SELECT id FROM %s WHERE … LIMIT 1000) in a loop, in a"
                    + " migration with transactional = false"),
    DELETES_ALL_ROWS(
            "C120",
            "DELETE without a condition removes all rows of %s, whoever wrote them. Write DELETE FROM %s WHERE …, or"
                    + " TRUNCATE %s if all of them are meant"),
    BACKFILL_IN_ONE_STATEMENT(
            "C121",
            Kind.WARNING,
            "this UPDATE fills all rows of %s that have no %s in one statement, and keeps other writers out of each until"
                    + " the end. Write UPDATE %s SET … WHERE id IN (SELECT id FROM %s WHERE %s LIMIT 1000) in a loop, in a"
                    + " migration with transactional = false and phase = Phase.MIGRATE"),
    SCHEMA_AND_BACKFILL(
            "C122",
            "ALTER TABLE %s keeps readers and writers out of the table until this transaction ends, and the UPDATE of its"
                    + " rows is a part of it. Write three migrations: (1) ALTER TABLE with a column that may be null, phase"
                    + " = Phase.EXPAND; (2) UPDATE %s in batches, transactional = false, phase = Phase.MIGRATE; (3) NOT NULL"
                    + " by a validated CHECK, phase = Phase.CONTRACT"),
    NO_LOCK_TIMEOUT(
            "C123",
            Kind.NOTE,
            "this waits for everybody who uses %s, and everybody after it waits with it. Write SET %slock_timeout = '5s'"
                    + " before it, so that it gives up and apply can be repeated"),

    NO_UUID_EXTENSION(
            "C124",
            Kind.WARNING,
            "%s() is a function of the extension uuid-ossp, which no migration of this module creates. Write %s"),
    NAME_TOO_LONG(
            "C125",
            "the name %s has %d bytes, and the server keeps the first 63 of them: two such names can become one. Write a"
                    + " shorter one, for example %s"),
    RESERVED_WORD(
            "C126", "%s is a reserved word of SQL, so this is a syntax error. Write \"%s\", or better another name"),
    TIMESTAMP_WITHOUT_ZONE(
            "C127",
            Kind.WARNING,
            "%s is a timestamp without a time zone: which moment it means depends on who reads it. Write %s timestamptz%s"),
    SERIAL(
            "C128",
            Kind.WARNING,
            "%s of %s is a sequence with rights and a name of its own, and accepts any value. Write %s %s GENERATED BY"
                    + " DEFAULT AS IDENTITY"),
    TRANSACTION_CONTROL(
            "C129",
            "%s would tear what the migration does from its record in the history; dbmigrate refuses it at run time. %s"),
    META_COMMAND("C130", "%s is a command of psql, not of the server: it would be a syntax error. Write %s");

    private final String id;
    private final Kind kind;
    private final String template;

    PostgresDiagnostic(String number, String template) {
        this(number, Kind.ERROR, template);
    }

    PostgresDiagnostic(String number, Kind kind, String template) {
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
