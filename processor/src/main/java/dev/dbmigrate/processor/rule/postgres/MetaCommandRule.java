package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import java.util.Locale;

/** The server knows nothing of psql's commands. */
final class MetaCommandRule implements PostgresRule {

    @Override
    public boolean holdsEverywhere() {
        return true;
    }

    @Override
    public void check(Subject subject) {
        for (SqlChange change : subject.changes()) {
            if (change instanceof SqlChange.MetaCommand meta) {
                String word = meta.command().split("\\s", 2)[0];
                subject.report(PostgresDiagnostic.META_COMMAND, subject.sql().start(), word, instead(word));
            }
        }
    }

    private static String instead(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "\\connect", "\\c" -> "database = \"…\" in @Migration, and take this line out";
            case "\\copy" ->
                "db.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(\"COPY … FROM STDIN\", …), and take this line"
                        + " out";
            case "\\i", "\\ir", "\\include", "\\include_relative" -> "that file's statements here";
            case "\\set" -> "a constant in Java, and take this line out";
            case "\\echo", "\\warn", "\\qecho" -> "db.log().info(…), and take this line out";
            default -> "the statement that is meant, and take this line out";
        };
    }
}
