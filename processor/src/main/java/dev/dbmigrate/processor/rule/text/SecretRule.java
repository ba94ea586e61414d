package dev.dbmigrate.processor.rule.text;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.rule.Statement;
import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.Literal;
import dev.dbmigrate.processor.source.Position;
import dev.dbmigrate.processor.source.SourceText;
import dev.dbmigrate.processor.source.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** No secret stands in a migration's code: not in its literals, not in the constants and scripts that it uses. */
final class SecretRule {

    private final MigrationCode migration;
    private final List<Finding> findings;
    private final Set<Position> reported = new HashSet<>();

    private SecretRule(MigrationCode migration, List<Finding> findings) {
        this.migration = migration;
        this.findings = findings;
    }

    static void check(MigrationCode migration, List<Finding> findings) {
        SecretRule rule = new SecretRule(migration, findings);
        for (Literal literal : migration.code().literals()) {
            rule.check(literal.text(), literal.spot());
        }
        // what was found in a literal is found there again, at the same place; new is what other classes and files hold
        for (Statement statement : migration.statements()) {
            rule.check(statement.text(), statement.spot());
        }
        for (Call call : migration.code().calls()) {
            for (Argument argument : call.arguments()) {
                SourceText text = argument.text();
                if (text != null) {
                    rule.check(text, argument.spot());
                }
            }
        }
    }

    private void check(SourceText text, Spot spot) {
        for (Secret secret : Secrets.find(text.value())) {
            Position position = text.at(secret.index());
            if (reported.add(position)) {
                findings.add(secret.diagnostic()
                        .at(migration.migration().type(), spot, position, values(secret, text.value())));
            }
        }
    }

    private Object[] values(Secret secret, String text) {
        if (secret.diagnostic() == TextDiagnostic.TOKEN) {
            return new Object[] {secret.what(), secret.variable()};
        }
        if (secret.diagnostic() == TextDiagnostic.SECRET_IN_URL) {
            return new Object[] {secret.what(), Connected.instead(secret.what(), migration.migration())};
        }
        return new Object[] {secret.what(), roleOrConnection(secret, text)};
    }

    private static String roleOrConnection(Secret secret, String text) {
        if (!secret.what().equals("this statement")) {
            return "Write the password into a passfile or a service file of the server, and CONNECTION 'service=…'";
        }
        return text.toUpperCase(Locale.ROOT).contains("USER MAPPING")
                ? "Create the user mapping outside of migrations, and take OPTIONS (password …) out"
                : "Take PASSWORD … out of the statement, and set it outside of migrations (psql: \\password)";
    }
}
