package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the configured secrets out of every text and every exception that leaves the runtime. Immutable. */
public final class Redactor {

    private static final Pattern USER_INFO = Pattern.compile("://[^/@:\\s]*:([^/@\\s]+)@");

    /** A password whose special characters were not encoded, which is just when a driver complains about the URL. */
    private static final Pattern LOOSE_USER_INFO = Pattern.compile("://[^/@:\\s]*:(\\S.*)@");

    private static final Pattern QUERY = Pattern.compile("(?i)[?&](?:password|sslpassword|apikey)=([^&\\s]+)");

    /** Only longer passwords, and none that is also a plain word of our messages, are replaced wherever they stand. */
    private static final int SHORTEST_DISTINCTIVE = 4;

    private final List<String> secrets;
    private final Set<String> plainWords =
            new HashSet<>(Set.of("dbmigrate", "password", "secret", "test", "admin", "root"));

    /**
     * Knows the secrets of a configuration.
     *
     * @param databases the databases with their passwords
     */
    public Redactor(List<TargetConfig> databases) {
        Set<String> found = longestFirst();
        for (TargetConfig database : databases) {
            plainWords.add(database.name());
            plainWords.add(database.kind());
            if (database.user() != null) {
                plainWords.add(database.user());
            }
            Secret password = database.password();
            if (password != null) {
                addBothForms(found, password.reveal());
            }
            addFromUrl(found, database.url());
        }
        secrets = withoutBlank(found);
    }

    /**
     * Knows the secrets of parameters, also of those that make no configuration.
     *
     * @param parameters values by their full names ({@code dbmigrate.postgres.password})
     */
    public Redactor(Map<String, String> parameters) {
        Set<String> found = longestFirst();
        parameters.forEach((name, value) -> {
            if (name.endsWith(".password") || name.endsWith(".apiKey")) {
                addBothForms(found, value);
            } else if (name.endsWith(".url")) {
                addFromUrl(found, value);
            } else if (name.endsWith(".user") || name.endsWith(".kind") || name.endsWith(".database")) {
                plainWords.add(value);
            }
            if (name.startsWith("dbmigrate.")) {
                plainWords.addAll(List.of(name.split("\\.")));
            }
        });
        secrets = withoutBlank(found);
    }

    /**
     * Takes the secrets out of a text.
     *
     * @param text the text
     * @return the text, with {@code ***} in their place
     */
    public String redact(String text) {
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

    /**
     * Takes the secrets out of an exception, its causes, and what was suppressed.
     *
     * @param failure the exception
     * @return the exception itself if it tells no secret, else one that says the same without
     */
    public DbMigrateException redact(DbMigrateException failure) {
        return (DbMigrateException) redactThrowable(failure);
    }

    /**
     * Takes the secrets out of any exception, its causes, and what was suppressed.
     *
     * @param failure the exception
     * @return the exception itself if it tells no secret, else a stand-in with its class name, words and stack trace
     */
    public Throwable redactThrowable(Throwable failure) {
        return new ThrowableRedaction(this::redact).of(failure);
    }

    private static Set<String> longestFirst() {
        return new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
    }

    private static List<String> withoutBlank(Set<String> found) {
        found.removeIf(String::isBlank);
        return List.copyOf(found);
    }

    private static void addFromUrl(Set<String> found, String url) {
        addAll(found, USER_INFO.matcher(url));
        addAll(found, LOOSE_USER_INFO.matcher(url));
        addAll(found, QUERY.matcher(url));
    }

    private static void addAll(Set<String> found, Matcher matcher) {
        while (matcher.find()) {
            addBothForms(found, matcher.group(1));
        }
    }

    /** A driver shows a password as it was written, or as it reads in a URL. */
    private static void addBothForms(Set<String> found, String secret) {
        found.add(secret);
        found.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        try {
            found.add(URLDecoder.decode(secret, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            // a password with a percent sign in it: there is no other form, and the message would quote it
            return;
        }
    }
}
