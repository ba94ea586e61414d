package dev.dbmigrate.processor.script;

import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.processor.diagnostic.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comments {@code -- dbmigrate: name=value} at the top of a script. */
final class ScriptHeader {

    /** A line of the header. */
    record Entry(String name, String value, int line, int column) {}

    /** What is wrong with one: the line, why, and what to write. */
    record Fault(String written, String why, String write, int line, int column) {}

    static final String MARK = "dbmigrate:";

    /** In place of a list: the script depends on nothing. */
    static final String NOTHING = "none";

    static final String VERSION = "version";
    static final String DESCRIPTION = "description";
    static final String DEPENDS_ON = "depends-on";
    static final String AFTER = "after";
    static final String REPLACES = "replaces";
    static final String TRANSACTIONAL = "transactional";
    static final String BREAKING = "breaking";
    static final String PHASE = "phase";
    static final String IRREVERSIBLE = "irreversible";
    static final String ALLOW_UNSAFE = "allow-unsafe";

    private static final List<String> NAMES = List.of(
            VERSION,
            DESCRIPTION,
            DEPENDS_ON,
            AFTER,
            REPLACES,
            TRANSACTIONAL,
            BREAKING,
            PHASE,
            IRREVERSIBLE,
            ALLOW_UNSAFE);

    private static final Pattern WAIVER = Pattern.compile("(DBM-C\\d{3})[ ,:]+(\\S.*)");

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Entry> waivers = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final ScriptLanguage language;
    private final boolean down;

    private ScriptHeader(ScriptLanguage language, boolean down) {
        this.language = language;
        this.down = down;
    }

    /** Reads a script's header; of a down half, to say that it has none. */
    static ScriptHeader of(ScriptFile file) {
        ScriptHeader header = new ScriptHeader(
                file.name().language(), file.name().half() == dev.dbmigrate.processor.source.Half.DOWN);
        String text = file.text();
        Pattern comment =
                Pattern.compile("[ \\t]*" + Pattern.quote(header.language.comment()) + "[ \\t]*" + MARK + "(.*)");
        int firstLine =
                file.content().isEmpty() ? Integer.MAX_VALUE : file.content().firstLine();
        int line = 1;
        int counted = 0;
        for (int at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
            int start = text.lastIndexOf('\n', at) + 1;
            int end = text.indexOf('\n', at);
            Matcher matcher = comment.matcher(text.substring(start, end < 0 ? text.length() : end));
            if (matcher.matches()) {
                for (; counted < start; counted++) {
                    line += text.charAt(counted) == '\n' ? 1 : 0;
                }
                header.read(matcher.group(1).strip(), line, at - start + 1, line > firstLine);
            }
        }
        return header;
    }

    private void read(String written, int line, int column, boolean late) {
        int equals = written.indexOf('=');
        String name =
                (equals < 0 ? written : written.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
        String value = equals < 0 ? "" : written.substring(equals + 1).strip();
        Entry entry = new Entry(name, value, line, column);
        Optional<String[]> fault = late
                ? Optional.of(new String[] {
                    "it stands below the first statement, where nothing is read", "it at the top of the file"
                })
                : fault(entry, equals >= 0);
        if (fault.isPresent()) {
            faults.add(new Fault(MARK + " " + written, fault.get()[0], fault.get()[1], line, column));
        } else if (name.equals(ALLOW_UNSAFE)) {
            waivers.add(entry);
        } else {
            entries.put(name, entry);
        }
    }

    private Optional<String[]> fault(Entry entry, boolean hasEquals) {
        String name = entry.name();
        String value = entry.value();
        if (down) {
            return fault(
                    "it stands in the half that undoes, and is read in the other one",
                    "it at the top of the other half");
        }
        if (!NAMES.contains(name)) {
            String nearest = Nearest.to(name, NAMES).orElse("");
            return nearest.isEmpty()
                    ? fault("there is no \"" + name + "\"", "one of " + String.join(", ", NAMES))
                    : fault("there is no \"" + name + "\"", write(nearest, value.isEmpty() ? "…" : value));
        }
        if (!hasEquals || value.isEmpty()) {
            return fault("it has no value", write(name, example(name)));
        }
        if (entries.containsKey(name)) {
            return fault("line " + entries.get(name).line() + " says it already", "one of them");
        }
        return switch (name) {
            case VERSION ->
                SemanticVersion.tryParse(value).isPresent()
                        ? Optional.empty()
                        : fault("\"" + value + "\" is not a version (MAJOR.MINOR.PATCH)", write(name, "1.0.0"));
            case TRANSACTIONAL, BREAKING ->
                value.equals("true") || value.equals("false")
                        ? Optional.empty()
                        : fault(
                                "\"" + value + "\" is neither true nor false",
                                write(name, name.equals(BREAKING) ? "true" : "false"));
            case PHASE ->
                phase(value).isPresent()
                        ? Optional.empty()
                        : fault(
                                "\"" + value + "\" is no phase",
                                write(name, Nearest.to(value, phases()).orElse("expand, migrate or contract")));
            case ALLOW_UNSAFE ->
                WAIVER.matcher(value).matches()
                        ? Optional.empty()
                        : fault("a waiver names a finding and a reason", write(name, example(name)));
            default -> Optional.empty();
        };
    }

    private static Optional<String[]> fault(String why, String write) {
        return Optional.of(new String[] {why, write});
    }

    private String write(String name, String value) {
        return language.comment() + " " + MARK + " " + name + "=" + value;
    }

    private static String example(String name) {
        return switch (name) {
            case VERSION -> "1.0.0";
            case TRANSACTIONAL -> "false";
            case BREAKING -> "true";
            case PHASE -> "expand";
            case IRREVERSIBLE -> "why there is no way back";
            case ALLOW_UNSAFE -> "DBM-C100 why it is safe here";
            case DESCRIPTION -> "what it does";
            default -> "V001-initial-schema";
        };
    }

    private static List<String> phases() {
        return Arrays.stream(Phase.values())
                .map(phase -> phase.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Optional<Phase> phase(String value) {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.name().equalsIgnoreCase(value))
                .findFirst();
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    Optional<String> value(String name) {
        return find(name).map(Entry::value);
    }

    /** The items of a list: what stands between commas. */
    List<String> items(String name) {
        return value(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    Phase phase() {
        return value(PHASE).flatMap(ScriptHeader::phase).orElse(Phase.NONE);
    }

    /** The waivers: rule and reason. */
    List<Map.Entry<String, String>> waivers() {
        List<Map.Entry<String, String>> found = new ArrayList<>();
        for (Entry entry : waivers) {
            Matcher matcher = WAIVER.matcher(entry.value());
            if (matcher.matches()) {
                found.add(Map.entry(matcher.group(1), matcher.group(2).strip()));
            }
        }
        return found;
    }
}
