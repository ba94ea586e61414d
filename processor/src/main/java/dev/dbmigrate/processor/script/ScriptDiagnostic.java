package dev.dbmigrate.processor.script;

import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import javax.tools.Diagnostic.Kind;

/** What is wrong with script files. */
public enum ScriptDiagnostic implements CompileDiagnostic {
    FOLDER_MISSING("C220", "there is no folder %s with scripts in %s. %s"),
    NAME_FORM(
            "C221",
            "the script %s has none of the names by which scripts are known: V001-name-up.sql (and V001-name-down.sql),"
                    + " YYYYMMDD_HHMMSS_name.sql (and …_rollback.sql), YYYY-MM-DD-NNN-name.cypher (and …-down.cypher). Name it"
                    + " %s"),
    UNKNOWN_FILE(
            "C222",
            Kind.WARNING,
            "the file %s in a folder of scripts is none, and is never run. Name it %s, or take it out of the folder"),
    DOWN_WITHOUT_UP(
            "C223", "%s undoes a script that is not there, and would never be run. Write %s, or take this file away"),
    SAME_NUMBER(
            "C224",
            "%s has the number of %s, so nobody knows which comes first; the number of a script stands once. Name it %s"),
    NOT_UTF8("C225", "%s is not UTF-8 here, so its text cannot be known. Save the file as UTF-8"),
    EMPTY("C226", "%s holds no statement. Write one, or take the file away%s"),
    HEADER("C227", "the header \"%s\" cannot be read: %s. Write %s"),
    UNKNOWN_REFERENCE("C228", "%s names %s, which is neither a script nor a migration. %s"),
    META_COMMAND("C229", "%s is a command for psql, not for the server. %s"),
    CLIENT_COMMAND("C230", "%s is a command for cypher-shell, not for the server. Take the line out%s"),
    NO_VERSION(
            "C231",
            "the first script of %s has no version, nor has the folder. Write version = \"1.0.0\" in @MigrationScripts, or"
                    + " %s dbmigrate: version=1.0.0 at the top of %s"),
    CLASS_NAME_TAKEN("C232", "the class %s of the script %s is taken by %s. Name the script %s"),
    UNTERMINATED("C233", "the %s that begins here ends nowhere. Write %s at its end"),
    SCRIPT_GONE(
            "C234",
            "%s names %s, which was made of the script %s, and that is gone. Put the file back, or take %s.class out of %s");

    private final String id;
    private final Kind kind;
    private final String template;

    ScriptDiagnostic(String number, String template) {
        this(number, Kind.ERROR, template);
    }

    ScriptDiagnostic(String number, Kind kind, String template) {
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
