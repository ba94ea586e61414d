package dev.dbmigrate.postgres.internal;

import java.util.regex.Pattern;

/**
 * The name of the session on which migrations run. It has to stay what it is: a later owner of the lease ends the sessions
 * of an older one by their name, and a lost COMMIT is looked up by it.
 */
final class SessionName {

    static final String WHY_FIXED =
            "a later runner knows this session by its application_name, to end it if this one dies; leave the name as it is";

    private static final Pattern CHANGE = Pattern.compile(
            "(?is)(SET\\s+((SESSION|LOCAL)\\s+)?\"?application_name\"?\\b|.*\\bset_config\\s*\\(\\s*'application_name').*");

    private SessionName() {}

    static boolean isChangedBy(SqlStatement statement) {
        return CHANGE.matcher(SqlScript.withoutComments(statement.text()).strip())
                .matches();
    }
}
