package dev.dbmigrate.processor.rule.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds secrets in a text by their form. */
final class Secrets {

    private static final Pattern USER_INFO =
            Pattern.compile("\\b([a-zA-Z][a-zA-Z0-9+.-]*)://[^\\s:/?#@'\"\\[\\]()\\\\]*:([^\\s/@'\"]+)@");

    /** Parameters of a JDBC or other URL. */
    private static final Pattern URL_PARAMETER = Pattern.compile(
            "(?i)(?<scheme>[a-z][a-z0-9+.:-]*):(?://|@)[^\\s'\"]*?[?&;](?:ssl)?(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?token)=([^\\s&;'\"]+)");

    /** libpq's {@code key=value} form, as in {@code CREATE SUBSCRIPTION … CONNECTION '…'} and {@code dblink}. */
    private static final Pattern CONNECTION_INFO = Pattern.compile(
            "(?i)\\b(?:host|hostaddr|dbname|user|port)=[^\\s'\"]+(?:\\s+\\w+=[^\\s'\"]+)*?\\s+password=([^\\s'\"]+)"
                    + "|\\bpassword=([^\\s'\"]+)(?=\\s+(?:host|hostaddr|dbname|user|port)=)");

    private static final Pattern ROLE = Pattern.compile(
            "(?is)\\b(?:CREATE|ALTER)\\s+(?:OR\\s+REPLACE\\s+)?(?:ROLE|USER)\\b[^;]*?\\bPASSWORD\\s+(?:U&|E)?(['\"])(.*?)\\1");

    private record Form(String what, String variable, Pattern pattern) {}

    private static final List<Form> TOKENS = List.of(
            token("the private key of a certificate", "PRIVATE_KEY", "-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
            token("an access key of AWS", "AWS_ACCESS_KEY_ID", "\\b(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}\\b"),
            token("a token of GitHub", "GITHUB_TOKEN", "\\bgh[pousr]_[A-Za-z0-9]{36,}|\\bgithub_pat_[A-Za-z0-9_]{50,}"),
            token("a token of GitLab", "GITLAB_TOKEN", "\\bglpat-[A-Za-z0-9_-]{20,}"),
            token("a token of Slack", "SLACK_TOKEN", "\\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
            token("a key of Stripe", "STRIPE_API_KEY", "\\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}"),
            token("a key of Google's cloud", "GOOGLE_API_KEY", "\\bAIza[A-Za-z0-9_-]{35}"),
            token("a token of npm", "NPM_TOKEN", "\\bnpm_[A-Za-z0-9]{36}\\b"),
            token(
                    "a JSON Web Token",
                    "ACCESS_TOKEN",
                    "\\beyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}"));

    private Secrets() {}

    private static Form token(String what, String variable, String pattern) {
        return new Form(what, variable, Pattern.compile(pattern));
    }

    /** All that a text holds. */
    static List<Secret> find(String text) {
        List<Secret> found = new ArrayList<>();
        if (text.contains("://") || text.contains(":@")) {
            add(USER_INFO, text, TextDiagnostic.SECRET_IN_URL, found);
            add(URL_PARAMETER, text, TextDiagnostic.SECRET_IN_URL, found);
        }
        if (text.toLowerCase(Locale.ROOT).contains("password")) {
            addPasswords(CONNECTION_INFO, text, "this connection string", found);
            addPasswords(ROLE, text, "this statement", found);
        }
        // the shortest of the tokens has 14 characters, and few literals are as long without white space
        if (text.length() >= 14) {
            for (Form form : TOKENS) {
                Matcher token = form.pattern().matcher(text);
                while (token.find()) {
                    found.add(new Secret(TextDiagnostic.TOKEN, token.start(), form.what(), form.variable()));
                }
            }
        }
        return found;
    }

    private static void add(Pattern pattern, String text, TextDiagnostic diagnostic, List<Secret> found) {
        Matcher match = pattern.matcher(text);
        while (match.find()) {
            if (!Placeholders.contains(match.group(2))) {
                found.add(new Secret(diagnostic, match.start(2), match.group(1).toLowerCase(Locale.ROOT), ""));
            }
        }
    }

    private static void addPasswords(Pattern pattern, String text, String what, List<Secret> found) {
        Matcher match = pattern.matcher(text);
        while (match.find()) {
            int group = pattern == ROLE || match.group(1) == null ? 2 : 1;
            if (!Placeholders.contains(match.group(group))) {
                found.add(new Secret(TextDiagnostic.PASSWORD, match.start(group), what, ""));
            }
        }
    }
}
