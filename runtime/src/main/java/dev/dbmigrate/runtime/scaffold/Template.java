package dev.dbmigrate.runtime.scaffold;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The text of a new migration class. It compiles as it is, and fails when it is applied as it is: an empty migration that
 * passes for a real one would be worse. Stateless.
 */
final class Template {

    /** What stands in it. */
    record Values(
            String packageName,
            String className,
            String id,
            String description,
            String version,
            List<Kind> kinds,
            List<KnownMigration> dependencies) {}

    private Template() {}

    static String render(Values values) {
        List<String> lines = new ArrayList<>();
        if (!values.packageName().isEmpty()) {
            lines.add("package " + values.packageName() + ";");
            lines.add("");
        }
        imports(values).forEach(name -> lines.add("import " + name + ";"));
        lines.add("");
        lines.add("@Migration(");
        lines.add("        id = " + literal(values.id()) + ",");
        lines.add("        description = " + literal(values.description()) + ",");
        lines.add("        version = " + literal(values.version())
                + (values.dependencies().isEmpty() ? ")" : ","));
        if (!values.dependencies().isEmpty()) {
            String classes = values.dependencies().stream()
                    .map(migration -> reference(migration, values) + ".class")
                    .collect(Collectors.joining(", "));
            lines.add(
                    "        dependsOn = " + (values.dependencies().size() == 1 ? classes : "{" + classes + "}") + ")");
        }
        lines.add("public final class " + values.className() + " implements "
                + values.kinds().stream().map(Kind::migrationType).collect(Collectors.joining(", ")) + " {");
        for (Kind kind : values.kinds()) {
            lines.add("");
            method("up", kind, kind.up(), values.id(), lines);
            lines.add("");
            lines.add("    // Undoes up. Without this method there is no way back: delete it where there is none.");
            method("down", kind, List.of(kind.down()), values.id(), lines);
        }
        lines.add("}");
        return String.join("\n", lines) + "\n";
    }

    private static void method(String name, Kind kind, List<String> hints, String id, List<String> lines) {
        lines.add("    @Override");
        lines.add("    public void " + name + "(" + kind.contextType() + " db) {");
        hints.forEach(hint -> lines.add("        " + hint));
        lines.add("        throw new IllegalStateException(\"" + id + ": write " + name + "(" + kind.contextType()
                + ") first\");");
        lines.add("    }");
    }

    private static TreeSet<String> imports(Values values) {
        TreeSet<String> imports = new TreeSet<>();
        imports.add("dev.dbmigrate.annotations.Migration");
        for (Kind kind : values.kinds()) {
            imports.add("dev.dbmigrate." + kind.id() + "." + kind.contextType());
            imports.add("dev.dbmigrate." + kind.id() + "." + kind.migrationType());
        }
        values.dependencies().stream()
                .filter(migration -> reference(migration, values).equals(migration.simpleName()))
                .filter(migration -> !migration.packageName().equals(values.packageName()))
                .forEach(migration -> imports.add(migration.className()));
        return imports;
    }

    /** The simple name, unless two classes share it. */
    private static String reference(KnownMigration migration, Values values) {
        boolean shared = migration.simpleName().equals(values.className())
                || values.dependencies().stream()
                        .anyMatch(other ->
                                !other.equals(migration) && other.simpleName().equals(migration.simpleName()));
        return shared ? migration.className() : migration.simpleName();
    }

    private static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\n', '\r', '\t' -> literal.append(' ');
                default -> literal.append(c);
            }
        }
        return literal.append('"').toString();
    }
}
