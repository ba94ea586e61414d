package dev.dbmigrate.processor.rule.text;

import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import javax.tools.Diagnostic.Kind;

/** What is wrong with the texts in a migration's code, whatever database they are for. */
public enum TextDiagnostic implements CompileDiagnostic {
    SECRET_IN_URL(
            "C140",
            Kind.ERROR,
            "this connection string (%s://…) holds a password, which stays readable in the source, its history and every jar."
                    + " %s"),
    PASSWORD(
            "C141",
            Kind.ERROR,
            "%s holds a password in plain text, which stays readable in the source, its history and every jar. %s"),
    TOKEN(
            "C142",
            Kind.ERROR,
            "this text holds %s, which stays readable in the source, its history and every jar: revoke it, even if it was"
                    + " never pushed. Write System.getenv(\"%s\")"),

    VALUE_IN_STATEMENT(
            "C143",
            Kind.ERROR,
            "%s is joined into the text of this statement, so a quote in it breaks the statement or changes what it does,"
                    + " and a value of another type is converted by chance. Write %s"),
    NAME_IN_STATEMENT(
            "C144",
            Kind.WARNING,
            "%s is joined into this statement where no parameter can stand, so no rule can read the statement, and nothing"
                    + " quotes what is joined. Write out one statement for each name; if the names are a fixed list in this"
                    + " class, write @AllowUnsafe(rule = \"DBM-C144\", reason = \"…\")");

    private final String id;
    private final Kind kind;
    private final String template;

    TextDiagnostic(String number, Kind kind, String template) {
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
