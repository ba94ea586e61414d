package dev.dbmigrate.processor;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A module of PostgreSQL migrations for tests; each is a class {@code M1}, {@code M2}, … of its id's order. */
final class PostgresModule {

    private final TestCompiler.Module module;
    private int count;

    PostgresModule(Path folder) {
        module = Sources.withAllKinds(new TestCompiler.Module(folder));
    }

    /** Adds a migration whose {@code up} is one text block; a header as in the documentation's examples gives it elements. */
    PostgresModule up(String sql) {
        return add(sql, "");
    }

    PostgresModule add(String up, String down) {
        String elements = "";
        String sql = up;
        if (up.startsWith("-- @Migration(")) {
            int end = up.indexOf('\n');
            elements = ", " + up.substring("-- @Migration(".length(), up.lastIndexOf(')', end));
            sql = up.substring(end + 1);
        }
        count++;
        String version = elements.contains("version =") ? "" : ", version = \"1." + count + ".0\"";
        module.write(
                "com/acme/M" + count + ".java",
                Sources.ALL_IMPORTS
                        + String.format(Locale.ROOT, "@Migration(id = \"%04d_m\", description = \"m\"", count)
                        + version
                        + elements
                        + ")\npublic final class M"
                        + count
                        + " implements PostgresMigration {\n  @Override public void up(PostgresContext db) {\n"
                        + execute(sql)
                        + "  }\n  @Override public void down(PostgresContext db) {\n"
                        + (down.isEmpty() ? "" : execute(down))
                        + "  }\n}\n");
        return this;
    }

    private static String execute(String sql) {
        return "    db.execute(\"\"\"\n" + sql.replace("\\", "\\\\").replace("\"\"\"", "\\\"\"\"") + "\"\"\");\n";
    }

    /** The messages of all migrations, each behind the name of its class. */
    List<String> messages() {
        return TestCompiler.JAVAC.compile(module).messages().stream()
                .filter(message -> !message.text().contains("-options"))
                .map(message -> message.file().replace(".java", "") + " " + message.text())
                .toList();
    }

    /** The ids of all findings: {@code M1 C100}. */
    List<String> ids() {
        return messages().stream()
                .map(message -> message.replaceAll("(?s)^(\\w+) \\[DBM-(C\\d+)\\].*", "$1 $2"))
                .toList();
    }
}
