package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlToken;
import java.nio.charset.StandardCharsets;

/** A name has at most 63 bytes. */
final class NameLengthRule implements PostgresRule {

    private static final int LONGEST = 63;

    @Override
    public boolean holdsEverywhere() {
        return true;
    }

    @Override
    public void check(Subject subject) {
        for (SqlToken token : subject.sql().tokens()) {
            if (token.isName() && token.text().length() > LONGEST / 4) {
                String name = token.name();
                int bytes = bytes(name);
                if (bytes > LONGEST) {
                    subject.report(PostgresDiagnostic.NAME_TOO_LONG, token.start(), name, bytes, shortened(name));
                }
            }
        }
    }

    private static String shortened(String name) {
        int end = Math.min(name.length(), LONGEST);
        while (bytes(name.substring(0, end)) > LONGEST || Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(0, end);
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
