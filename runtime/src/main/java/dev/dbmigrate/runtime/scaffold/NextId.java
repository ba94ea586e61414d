package dev.dbmigrate.runtime.scaffold;

import dev.dbmigrate.model.MigrationId;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The next id in the style that a project's ids have. Stateless. */
final class NextId {

    private static final Pattern NUMBER = Pattern.compile("([Vv]?)(\\d+)([_-])(.+)");
    private static final Pattern DATE = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})-(\\d+)-(.+)");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT);

    private NextId() {}

    /**
     * The next id.
     *
     * @param existing the ids that exist, in any order
     * @param name the new migration's name, in words separated by underscores
     * @param now when it is
     * @return the id, after all that exist in natural order (for dates and timestamps: unless those lie in the future)
     */
    static String after(Collection<String> existing, String name, Instant now) {
        List<MigrationId> ids = existing.stream()
                .flatMap(id -> MigrationId.tryParse(id).stream())
                .sorted()
                .toList();
        return switch (style(ids)) {
            case NUMBER -> number(ids, name);
            case DATE -> date(ids, name, now);
            case TIMESTAMP -> timestamp(ids, name, now);
        };
    }

    /** The style of most ids; numbers where there are none. */
    private static MigrationId.Style style(List<MigrationId> ids) {
        Map<MigrationId.Style, Integer> counts = new EnumMap<>(MigrationId.Style.class);
        ids.forEach(id -> counts.merge(id.style(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse(MigrationId.Style.NUMBER);
    }

    private static String number(List<MigrationId> ids, String name) {
        BigInteger highest = BigInteger.ZERO;
        String letter = "";
        int width = 3;
        String separator = "_";
        String model = "a_b";
        for (MigrationId id : ids) {
            Matcher matcher = NUMBER.matcher(id.value());
            if (id.style() == MigrationId.Style.NUMBER
                    && matcher.matches()
                    && new BigInteger(matcher.group(2)).compareTo(highest) >= 0) {
                highest = new BigInteger(matcher.group(2));
                letter = matcher.group(1);
                width = matcher.group(2).length();
                separator = matcher.group(3);
                model = matcher.group(4);
            }
        }
        String next = highest.add(BigInteger.ONE).toString();
        return letter
                + "0".repeat(Math.max(0, width - next.length()))
                + next
                + separator
                + like(model, separator, name);
    }

    private static String date(List<MigrationId> ids, String name, Instant now) {
        String today = DAY.format(now.atOffset(ZoneOffset.UTC));
        int next = 1;
        int width = 3;
        String model = "a-b";
        for (MigrationId id : ids) {
            Matcher matcher = DATE.matcher(id.value());
            if (id.style() == MigrationId.Style.DATE && matcher.matches()) {
                width = matcher.group(2).length();
                model = matcher.group(3);
                if (matcher.group(1).equals(today)) {
                    next = Math.max(next, Integer.parseInt(matcher.group(2)) + 1);
                }
            }
        }
        return today + "-" + String.format(Locale.ROOT, "%0" + width + "d", next) + "-" + like(model, "-", name);
    }

    private static String timestamp(List<MigrationId> ids, String name, Instant now) {
        String model = ids.stream()
                .filter(id -> id.style() == MigrationId.Style.TIMESTAMP)
                .map(MigrationId::name)
                .reduce("a_b", (first, last) -> last);
        return SECOND.format(now.atOffset(ZoneOffset.UTC)) + "_" + like(model, "_", name);
    }

    /** The name with its words separated as in the model; where the model is one word, as after its number. */
    private static String like(String model, String otherwise, String name) {
        String separator = model.contains("_") ? "_" : model.contains("-") ? "-" : otherwise;
        return name.replace("_", separator);
    }
}
