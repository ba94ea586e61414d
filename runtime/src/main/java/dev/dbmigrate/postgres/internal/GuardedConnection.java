package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a migration gets: the driver's own, except that nothing may end or leave the transaction in which
 * the migration's effect and its record commit together.
 */
final class GuardedConnection {

    private static final Set<String> REFUSED = Set.of("commit", "rollback", "close", "abort", "setAutoCommit");

    private GuardedConnection() {}

    /**
     * Wraps a connection.
     *
     * @param connection the driver's connection
     * @param beforeSql is told each text of SQL before it is sent, and may refuse it
     */
    static Connection of(Connection connection, Consumer<String> beforeSql) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            String name = method.getName();
            if (REFUSED.contains(name) && !isRollbackToSavepoint(name, arguments)) {
                throw new DbMigrateException(
                        Diagnostic.STATEMENT_REFUSED,
                        "connection()." + name + " is refused in a migration: its effect and its record in the history"
                                + " commit together when up or down returns. Leave the call out.");
            }
            if (name.equals("isWrapperFor") || name.equals("unwrap")) {
                refuseUnwrap(arguments);
            }
            if (name.startsWith("prepare") && arguments != null && arguments[0] instanceof String sql) {
                beforeSql.accept(sql);
            }
            Object result = invoke(connection, method, arguments);
            return result instanceof Statement statement ? guard(statement, beforeSql) : result;
        });
    }

    private static boolean isRollbackToSavepoint(String name, Object @Nullable [] arguments) {
        return name.equals("rollback") && arguments != null && arguments.length == 1;
    }

    private static void refuseUnwrap(Object @Nullable [] arguments) {
        if (arguments != null && arguments[0] == Connection.class) {
            throw new DbMigrateException(
                    Diagnostic.STATEMENT_REFUSED,
                    "connection().unwrap(Connection.class) is refused in a migration; unwrap(PGConnection.class) is open.");
        }
    }

    private static Object guard(Statement statement, Consumer<String> beforeSql) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            boolean sends =
                    method.getName().startsWith("execute") || method.getName().equals("addBatch");
            if (sends && arguments != null && arguments[0] instanceof String sql) {
                beforeSql.accept(sql);
            }
            return invoke(statement, method, arguments);
        };
        if (statement instanceof CallableStatement) {
            return proxy(CallableStatement.class, handler);
        }
        return statement instanceof PreparedStatement
                ? proxy(PreparedStatement.class, handler)
                : proxy(Statement.class, handler);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(GuardedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
