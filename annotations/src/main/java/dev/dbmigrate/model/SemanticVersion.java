package dev.dbmigrate.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of <a href="https://semver.org/spec/v2.0.0.html">Semantic Versioning 2.0.0</a>, core part only: pre-release
 * and build labels have no meaning for a schema.
 *
 * @param major raised by a breaking change
 * @param minor raised by an addition
 * @param patch raised by a fix
 */
public record SemanticVersion(int major, int minor, int patch) implements Comparable<SemanticVersion> {

    /** The version of a database to which nothing has been applied. */
    public static final SemanticVersion ZERO = new SemanticVersion(0, 0, 0);

    private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})");

    /**
     * Reads a version.
     *
     * @param text for example {@code 1.2.0}
     * @return the version
     * @throws IllegalArgumentException if the text is not of the form MAJOR.MINOR.PATCH
     */
    public static SemanticVersion parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is not a version: write MAJOR.MINOR.PATCH, for example 1.2.0"));
    }

    /**
     * Reads a version, if it is one.
     *
     * @param text for example {@code 1.2.0}
     * @return the version, or empty if the text is not of the form MAJOR.MINOR.PATCH
     */
    public static Optional<SemanticVersion> tryParse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new SemanticVersion(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = Integer.compare(minor, other.minor);
        return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
