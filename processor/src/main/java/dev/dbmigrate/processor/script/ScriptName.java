package dev.dbmigrate.processor.script;

import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.processor.source.Half;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a script file in one of the three layouts.
 *
 * @param file the file's name
 * @param id the id of its migration: the name without half and extension
 * @param half which half of the migration it is
 * @param language its language
 */
record ScriptName(String file, MigrationId id, Half half, ScriptLanguage language) {

    private static final Pattern NUMBERED = Pattern.compile("(.+)[-_](up|down)");
    private static final Pattern TIMED = Pattern.compile("(.+)_rollback");
    private static final Pattern DATED = Pattern.compile("(.+)-down");
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9]+");

    /** Reads a name, without regard to what the folder holds. */
    static Optional<ScriptName> of(String file, ScriptLanguage language) {
        String stem = file.substring(0, file.lastIndexOf('.'));
        Optional<MigrationId> whole = MigrationId.tryParse(stem);
        if (whole.isEmpty()) {
            return Optional.empty();
        }
        MigrationId.Style style = whole.get().style();
        Matcher half = switch (style) {
            case NUMBER -> NUMBERED.matcher(stem);
            case TIMESTAMP -> TIMED.matcher(stem);
            case DATE -> DATED.matcher(stem);
        };
        if (!half.matches()) {
            return style == MigrationId.Style.NUMBER
                    ? Optional.empty()
                    : Optional.of(new ScriptName(file, whole.get(), Half.UP, language));
        }
        Half which = style == MigrationId.Style.NUMBER && half.group(2).equals("up") ? Half.UP : Half.DOWN;
        return MigrationId.tryParse(half.group(1))
                .filter(id -> id.style() == style)
                .map(id -> new ScriptName(file, id, which, language));
    }

    /** A name that is right, for one that is not. */
    static String suggest(String file) {
        int dot = file.lastIndexOf('.');
        String stem = dot < 0 ? file : file.substring(0, dot);
        String extension = dot < 0 || !file.endsWith(".cypher") ? ".sql" : ".cypher";
        boolean down = stem.toLowerCase(Locale.ROOT).matches(".*[-_.](down|rollback|undo)");
        String plain = stem.replaceFirst("(?i)[-_.](up|down|rollback|undo)$", "");
        Matcher number = Pattern.compile("(?i)v?(\\d+)(.*)").matcher(plain);
        boolean numbered = number.matches();
        String digits = numbered ? number.group(1) : "1";
        String name = words(numbered ? number.group(2) : plain);
        return "V" + "0".repeat(Math.max(0, 3 - digits.length())) + digits + "-" + (name.isEmpty() ? "name" : name)
                + (down ? "-down" : "-up") + extension;
    }

    private static String words(String text) {
        return NOT_IN_NAMES.matcher(text).replaceAll("-").replaceAll("^-+|-+$", "");
    }

    /** The file that would undo it. */
    String downFile() {
        String suffix = id.style() == MigrationId.Style.TIMESTAMP ? "_rollback" : "-down";
        return id.value() + suffix + "." + language.extension();
    }

    /** The file that would be the other half. */
    String upFile() {
        String suffix = id.style() == MigrationId.Style.NUMBER ? "-up" : "";
        return id.value() + suffix + "." + language.extension();
    }

    /** What stands before the name: two scripts with the same cannot be told apart in order. */
    String number() {
        String value = id.value();
        String before = value.substring(0, value.length() - id.name().length());
        return id.style() == MigrationId.Style.NUMBER
                ? before.replaceAll("[^0-9]", "").replaceFirst("^0+(?=.)", "")
                : before;
    }

    /** The class: {@code V001AddSessionTags}, {@code V20241227_000001InitialSchema}, {@code V2025_01_15_001AddIndex}. */
    String className() {
        String value = id.value();
        String before = value.substring(0, value.length() - id.name().length());
        StringBuilder name = new StringBuilder("V")
                .append(before.replaceFirst("^[Vv]", "")
                        .replaceFirst("[-_]$", "")
                        .replace('-', '_'));
        for (String word : id.name().split("[-_]")) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.toString();
    }
}
