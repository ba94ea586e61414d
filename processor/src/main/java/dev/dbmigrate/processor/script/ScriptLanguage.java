package dev.dbmigrate.processor.script;

import com.palantir.javapoet.ClassName;
import java.util.Optional;

/** The languages of scripts, and the kinds of database that they are for. */
enum ScriptLanguage {
    SQL("sql", "--", "postgres", "Postgres", "PostgresScript"),
    CYPHER("cypher", "//", "neo4j", "Neo4j", "CypherScript");

    private final String extension;
    private final String comment;
    private final String kind;
    private final String prefix;
    private final String runner;

    ScriptLanguage(String extension, String comment, String kind, String prefix, String runner) {
        this.extension = extension;
        this.comment = comment;
        this.kind = kind;
        this.prefix = prefix;
        this.runner = runner;
    }

    static Optional<ScriptLanguage> ofExtension(String extension) {
        for (ScriptLanguage language : values()) {
            if (language.extension.equals(extension)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    String extension() {
        return extension;
    }

    /** What begins a comment. */
    String comment() {
        return comment;
    }

    String kind() {
        return kind;
    }

    ClassName migration() {
        return ClassName.get("dev.dbmigrate." + kind, prefix + "Migration");
    }

    ClassName context() {
        return ClassName.get("dev.dbmigrate." + kind, prefix + "Context");
    }

    /** What runs a script at run time. */
    ClassName runner() {
        return ClassName.get("dev.dbmigrate." + kind, runner);
    }
}
