package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the configured secrets out of every text that leaves the runtime. Immutable. */
final class Redactor {

    private static final Pattern USER_INFO = Pattern.compile("://[^/@:\\s]*:([^/@\\s]+)@");
    private static final Pattern QUERY = Pattern.compile("(?i)[?&](?:password|sslpassword|apikey)=([^&\\s]+)");

    /** Only longer passwords, and none that is also a plain word of our messages, are replaced wherever they stand. */
    private static final int SHORTEST_DISTINCTIVE = 4;

    private final List<String> secrets;
    private final Set<String> plainWords =
            new HashSet<>(Set.of("dbmigrate", "password", "secret", "test", "admin", "root"));

    Redactor(List<TargetConfig> databases) {
        TreeSet<String> found = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (TargetConfig database : databases) {
            plainWords.add(database.name());
            plainWords.add(database.kind());
            if (database.user() != null) {
                plainWords.add(database.user());
            }
            Secret password = database.password();
            if (password != null) {
                found.add(password.reveal());
            }
            addAll(found, USER_INFO.matcher(database.url()));
            addAll(found, QUERY.matcher(database.url()));
        }
        found.removeIf(String::isBlank);
        secrets = List.copyOf(found);
    }

    String redact(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = secret.length() < SHORTEST_DISTINCTIVE || plainWords.contains(secret)
                    ? redacted.replace(":" + secret + "@", ":***@").replace("=" + secret, "=***")
                    : redacted.replace(secret, "***");
        }
        return redacted;
    }

    @Nullable
    String redactNullable(@Nullable String text) {
        return text == null ? null : redact(text);
    }

    private static void addAll(Set<String> found, Matcher matcher) {
        while (matcher.find()) {
            found.add(matcher.group(1));
            found.add(URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8));
        }
    }
}
