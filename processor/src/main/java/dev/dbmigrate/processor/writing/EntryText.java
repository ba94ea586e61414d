package dev.dbmigrate.processor.writing;

import dev.dbmigrate.annotations.Phase;
import java.util.ArrayList;
import java.util.List;

/** Writes a migration in the text format that {@code dev.dbmigrate.model.ManifestText} reads. */
final class EntryText {

    /** A class file's string holds 65,535 bytes, and a character up to three of them. */
    private static final int LONG = 8_000;

    /** Ids have at most 255 characters. */
    private static final int IDS = 30;

    private EntryText() {}

    /** The strings of one migration: one, or more if they would be too long for a class file. */
    static List<String> of(ManifestLine line) {
        List<String> strings = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String field : fields(line)) {
            if (current.length() > 0) {
                if (current.length() + field.length() > LONG) {
                    strings.add(current.toString());
                    current.setLength(0);
                }
                current.append('|');
            }
            current.append(field);
        }
        strings.add(current.toString());
        return strings;
    }

    private static List<String> fields(ManifestLine line) {
        List<String> fields = new ArrayList<>();
        // together: both belong to the string that begins a migration, however long the rest
        fields.add("id=" + text(line.id()) + "|class=" + text(line.className()));
        fields.add("description=" + text(line.description()));
        fields.add("version=" + line.version());
        for (ManifestLine.Part part : line.parts()) {
            String way = part.reversible() ? "reversible" : "oneWay";
            fields.add("part=" + item(part.kind()) + "," + item(part.database()) + "," + way);
        }
        addIds(fields, "dependsOn", line.dependsOn());
        addIds(fields, "after", line.after());
        addIds(fields, "replaces", line.replaces());
        if (line.checksum() != null) {
            fields.add("checksum=" + line.checksum());
        }
        if (!line.transactional()) {
            fields.add("transactional=false");
        }
        if (line.breaking()) {
            fields.add("breaking=true");
        }
        if (line.phase() != Phase.NONE) {
            fields.add("phase=" + line.phase().name());
        }
        if (line.irreversible() != null) {
            fields.add("irreversible=" + text(line.irreversible()));
        }
        fields.add("source=" + text(line.sourceFile()) + ":" + line.line());
        return fields;
    }

    private static void addIds(List<String> fields, String name, List<String> ids) {
        for (int first = 0; first < ids.size(); first += IDS) {
            List<String> some = ids.subList(first, Math.min(ids.size(), first + IDS));
            fields.add(name + "="
                    + String.join(",", some.stream().map(EntryText::item).toList()));
        }
    }

    private static String item(String value) {
        return text(value).replace(",", "%2c");
    }

    private static String text(String value) {
        return value.replace("%", "%25").replace("|", "%7c");
    }
}
