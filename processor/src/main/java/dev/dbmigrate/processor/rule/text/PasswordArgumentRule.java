package dev.dbmigrate.processor.rule.text;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.SourceText;
import java.util.List;

/** A password is not given to a client as a literal: {@code AuthTokens.basic("neo4j", "…")}. */
final class PasswordArgumentRule {

    private PasswordArgumentRule() {}

    static void check(MigrationCode migration, List<Finding> findings) {
        for (Call call : migration.code().calls()) {
            int index = passwordOf(call);
            if (index < 0 || index >= call.arguments().size()) {
                continue;
            }
            Argument argument = call.arguments().get(index);
            SourceText text = argument.text();
            if (text != null && !Placeholders.contains(text.value())) {
                findings.add(migration.finding(
                        TextDiagnostic.PASSWORD,
                        argument.spot(),
                        "this argument of " + call.name(),
                        "Write System.getenv(\"" + variable(call) + "_PASSWORD\")"));
            }
        }
    }

    /** Which argument is a password, or -1. */
    private static int passwordOf(Call call) {
        int count = call.arguments().size();
        return switch (call.name()) {
            case "basic" -> call.root().equals("AuthTokens") ? 1 : -1;
            case "getConnection" -> count == 3 ? 2 : -1;
            case "createCredential" -> count == 3 && call.root().equals("MongoCredential") ? 2 : -1;
            case "auth" -> call.isOn("client") || call.rootType().contains("Jedis") ? count - 1 : -1;
            case "setPassword" -> count == 1 ? 0 : -1;
            default -> -1;
        };
    }

    private static String variable(Call call) {
        return switch (call.name()) {
            case "basic" -> "NEO4J";
            case "createCredential" -> "MONGODB";
            case "auth" -> "REDIS";
            default -> "DATABASE";
        };
    }
}
