package dev.dbmigrate.processor.lock;

import dev.dbmigrate.model.MigrationId;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An id of the same name and style behind all that exist. */
final class LaterId {

    private static final Pattern NUMBER = Pattern.compile("([Vv]?)(\\d{1,18})([_-].*)");
    private static final Pattern DATE = Pattern.compile("(\\d{4}-\\d{2}-\\d{2}-)(\\d{1,9})(-.*)");
    private static final Pattern TIMESTAMP = Pattern.compile("(\\d{8}_)(\\d{6})(_.*)");

    private LaterId() {}

    static String of(String id, Collection<String> existing) {
        Optional<MigrationId> parsed = MigrationId.tryParse(id);
        if (parsed.isEmpty()) {
            return id;
        }
        String last = existing.stream()
                .filter(other -> MigrationId.tryParse(other)
                        .filter(each -> each.style() == parsed.get().style())
                        .isPresent())
                .max(Comparator.comparing(other -> other, MigrationId.NATURAL_ORDER))
                .orElse(id);
        Pattern form = switch (parsed.get().style()) {
            case NUMBER -> NUMBER;
            case DATE -> DATE;
            case TIMESTAMP -> TIMESTAMP;
        };
        Matcher latest = form.matcher(last);
        Matcher own = form.matcher(id);
        if (!latest.matches() || !own.matches()) {
            return id;
        }
        String digits = latest.group(2);
        String next = String.format(Locale.ROOT, "%0" + digits.length() + "d", Long.parseLong(digits) + 1);
        String later = latest.group(1) + next + own.group(3);
        return MigrationId.tryParse(later).isPresent() ? later : last + "_2";
    }
}
