package dev.dbmigrate.processor.model;

import dev.dbmigrate.model.MigrationId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ids of the module and of what it sees, as people read them: without case, leading zeros and kinds of separators. */
public final class IdForms {

    /**
     * An id of another style than most.
     *
     * @param id the id
     * @param style its style
     * @param usual an id of the usual style
     * @param usualStyle the usual style
     */
    public record Odd(String id, MigrationId.Style style, String usual, MigrationId.Style usualStyle) {}

    /** An id and the class that has it. */
    public record Taken(String id, String className) {}

    private final Map<String, List<Taken>> byForm = new HashMap<>();
    private final @Nullable Odd odd;

    IdForms(Migrations all) {
        Map<MigrationId.Style, List<String>> styles = new EnumMap<>(MigrationId.Style.class);
        for (MigrationDeclaration migration : all.own()) {
            String id = migration.id().value();
            add(id, migration.className());
            style(id)
                    .ifPresent(style -> styles.computeIfAbsent(style, key -> new ArrayList<>())
                            .add(id));
        }
        for (IndexedMigration migration : all.elsewhere()) {
            add(migration.id(), migration.type().getQualifiedName().toString());
        }
        odd = styles.size() < 2 ? null : odd(styles);
    }

    private void add(String id, String className) {
        byForm.computeIfAbsent(form(id), key -> new ArrayList<>(1)).add(new Taken(id, className));
    }

    /** What reads like an id and is another one. */
    public List<Taken> like(String id) {
        List<Taken> same = byForm.getOrDefault(form(id), List.of());
        return same.size() < 2
                ? List.of()
                : same.stream().filter(taken -> !taken.id().equals(id)).toList();
    }

    /** The first id of the module that has another style than most, if there is one. */
    public Optional<Odd> odd() {
        return Optional.ofNullable(odd);
    }

    private static Odd odd(Map<MigrationId.Style, List<String>> styles) {
        MigrationId.Style usual = null;
        for (Map.Entry<MigrationId.Style, List<String>> entry : styles.entrySet()) {
            if (usual == null
                    || entry.getValue().size()
                            > styles.getOrDefault(usual, List.of()).size()) {
                usual = entry.getKey();
            }
        }
        for (Map.Entry<MigrationId.Style, List<String>> entry : styles.entrySet()) {
            if (usual != null && entry.getKey() != usual) {
                return new Odd(
                        first(entry.getValue()), entry.getKey(), first(styles.getOrDefault(usual, List.of())), usual);
            }
        }
        throw new IllegalArgumentException("one style only: " + styles);
    }

    private static String first(List<String> ids) {
        return ids.stream().min(MigrationId.NATURAL_ORDER).orElseThrow();
    }

    private static Optional<MigrationId.Style> style(String id) {
        int digits = digits(id, 0);
        if (digits == 8 && digits(id, 9) == 6 && id.charAt(8) == '_') {
            return Optional.of(MigrationId.Style.TIMESTAMP);
        }
        if (digits == 4 && digits(id, 5) == 2 && digits(id, 8) == 2 && id.charAt(4) == '-') {
            return Optional.of(MigrationId.Style.DATE);
        }
        return digits > 0 || digits(id, 1) > 0 ? Optional.of(MigrationId.Style.NUMBER) : Optional.empty();
    }

    private static int digits(String id, int from) {
        int at = from;
        while (at < id.length() && Character.isDigit(id.charAt(at))) {
            at++;
        }
        return Math.max(0, at - from);
    }

    private static String form(String id) {
        String lower = id.toLowerCase(Locale.ROOT);
        StringBuilder form = new StringBuilder(lower.length());
        int start = lower.startsWith("v") && digits(lower, 1) > 0 ? 1 : 0;
        boolean inNumber = false;
        for (int i = start; i < lower.length(); i++) {
            char c = lower.charAt(i);
            boolean digit = Character.isDigit(c);
            boolean leadingZero =
                    c == '0' && !inNumber && i + 1 < lower.length() && Character.isDigit(lower.charAt(i + 1));
            if (!leadingZero) {
                form.append(c == '-' ? '_' : c);
                inNumber = digit;
            }
        }
        return form.toString();
    }
}
