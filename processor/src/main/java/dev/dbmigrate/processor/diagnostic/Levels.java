package dev.dbmigrate.processor.diagnostic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/** How grave findings are: {@code -Adbmigrate.rules=DBM-C101=warning,DBM-C102=off}. Immutable. */
public final class Levels {

    /** The compiler's option. */
    public static final String OPTION = "dbmigrate.rules";

    private static final Map<String, Optional<Kind>> NAMES = Map.of(
            "error", Optional.of(Kind.ERROR),
            "warning", Optional.of(Kind.WARNING),
            "note", Optional.of(Kind.NOTE),
            "off", Optional.empty());

    private final Map<String, Optional<Kind>> set = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private Levels() {}

    /**
     * Reads the option.
     *
     * @param value its value, or null if it is not given
     */
    public static Levels of(@Nullable String value) {
        Levels levels = new Levels();
        if (value != null) {
            for (String item : value.split(",", -1)) {
                if (!item.isBlank()) {
                    levels.read(item.strip());
                }
            }
        }
        return levels;
    }

    private void read(String item) {
        int equals = item.indexOf('=');
        String id = equals < 0 ? item : item.substring(0, equals).strip();
        String name = equals < 0 ? "" : item.substring(equals + 1).strip();
        Optional<CompileDiagnostic> diagnostic = Diagnostics.find(id);
        if (diagnostic.isEmpty()) {
            fault(item, "no finding has this id", write(nearest(id)));
        } else if (!diagnostic.get().isWaivable()) {
            // none is near in meaning: any that can be set shows the form
            fault(
                    item,
                    "this is an error with which nothing could be run",
                    Diagnostics.waivable().get(0) + "=warning");
        } else if (!NAMES.containsKey(name)) {
            fault(item, "a level is error, warning, note or off", write(id));
        } else {
            set.put(id, NAMES.get(name));
        }
    }

    private void fault(String item, String why, String instead) {
        faults.add(MigrationDiagnostic.RULES_OPTION.message(item, why, instead));
    }

    private static String write(String id) {
        return "Write -A" + OPTION + "=" + id + "=warning";
    }

    private static String nearest(String id) {
        List<String> waivable = Diagnostics.waivable();
        return Nearest.to(id, waivable).orElse(waivable.get(0));
    }

    /** What is wrong with the option, as whole messages. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** How grave a finding is, or empty if it is not to be reported. */
    public Optional<Kind> of(CompileDiagnostic diagnostic) {
        return set.getOrDefault(diagnostic.id(), Optional.of(diagnostic.kind()));
    }
}
