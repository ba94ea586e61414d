package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;

/**
 * The connection that a migration gets: the driver's own, except that nothing may end or leave the transaction in which
 * the migration's effect and its record commit together. Whatever it hands out that leads back to a connection (statements,
 * results, arrays, metadata) leads back to this one; {@code unwrap} gives it as {@link PGConnection}.
 */
final class GuardedConnection {

    private static final Set<String> REFUSED =
            Set.of("commit", "rollback", "close", "abort", "setAutoCommit", "setReadOnly", "setNetworkTimeout");
    private static final Set<String> CHANGES_SESSION =
            Set.of("setSchema", "setTransactionIsolation", "setClientInfo", "setHoldability");

    /** What the driver may hand out and leads back to its connection. */
    private static final List<Class<?>> LEADS_BACK = List.of(
            CallableStatement.class,
            PreparedStatement.class,
            Statement.class,
            ResultSet.class,
            DatabaseMetaData.class,
            Array.class);

    private GuardedConnection() {}

    /**
     * Wraps a session's connection.
     *
     * @param session the session
     * @param beforeSql is told each text of SQL before it is sent, and may refuse it
     */
    static Connection of(WorkSession session, Consumer<String> beforeSql) {
        Connection[] guarded = new Connection[1];
        Guard guard = new Guard(session.connection(), beforeSql, () -> guarded[0]) {
            @Override
            @Nullable
            Object call(Method method, Object @Nullable [] arguments) throws Throwable {
                return onConnection(session, this, method, arguments);
            }
        };
        guarded[0] = (Connection) guard.proxy(Connection.class, PGConnection.class);
        return guarded[0];
    }

    /**
     * Wraps a result that a migration only reads.
     *
     * @param result the result
     * @param connection what its statement answers when it is asked for its connection
     */
    static ResultSet of(ResultSet result, Supplier<Connection> connection) {
        return (ResultSet) new Guard(result, sql -> {}, connection).proxy(ResultSet.class);
    }

    private static @Nullable Object onConnection(
            WorkSession session, Guard guard, Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        boolean toSavepoint = name.equals("rollback") && arguments != null;
        if (REFUSED.contains(name) && !toSavepoint) {
            throw refused(
                    "connection()." + name + " is refused in a migration: its effect and its record in the history"
                            + " commit together when up or down returns. Leave the call out.");
        }
        if (CHANGES_SESSION.contains(name)) {
            refuseOtherName(arguments);
            session.noteChange();
        }
        return switch (name) {
            case "getLargeObjectAPI" -> new GuardedLargeObjects((BaseConnection) session.connection());
            default -> guard.forward(method, arguments);
        };
    }

    private static void refuseOtherName(Object @Nullable [] arguments) {
        boolean named = arguments != null
                && (arguments[0] instanceof java.util.Properties || "ApplicationName".equals(arguments[0]));
        if (named) {
            throw refused("connection().setClientInfo is refused in a migration: " + SessionName.WHY_FIXED + ".");
        }
    }

    static DbMigrateException refused(String message) {
        return new DbMigrateException(Diagnostic.STATEMENT_REFUSED, message);
    }

    /** Stands before one of the driver's objects. */
    private static class Guard implements InvocationHandler {

        private final Object real;
        private final Consumer<String> beforeSql;
        private final Supplier<Connection> connection;

        Guard(Object real, Consumer<String> beforeSql, Supplier<Connection> connection) {
            this.real = real;
            this.beforeSql = beforeSql;
            this.connection = connection;
        }

        Object proxy(Class<?>... types) {
            return Proxy.newProxyInstance(GuardedConnection.class.getClassLoader(), types, this);
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "equals" -> arguments != null && proxy == arguments[0];
                case "isWrapperFor" -> arguments != null && ((Class<?>) arguments[0]).isInstance(proxy);
                case "unwrap" -> unwrap(proxy, arguments == null ? null : (Class<?>) arguments[0]);
                default -> call(method, arguments);
            };
        }

        @Nullable
        Object call(Method method, Object @Nullable [] arguments) throws Throwable {
            return forward(method, arguments);
        }

        private static Object unwrap(Object proxy, @Nullable Class<?> type) throws SQLException {
            if (type == null || !type.isInstance(proxy)) {
                throw refused("unwrap(" + (type == null ? "null" : type.getSimpleName() + ".class")
                        + ") is refused in a migration: the driver's own object could commit."
                        + " unwrap(PGConnection.class) is open.");
            }
            return proxy;
        }

        @Nullable
        Object forward(Method method, Object @Nullable [] arguments) throws Throwable {
            if (sendsSql(method.getName()) && arguments != null && arguments[0] instanceof String sql) {
                beforeSql.accept(sql);
            }
            try {
                return guarded(method.invoke(real, unguarded(arguments)));
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }

        private static boolean sendsSql(String method) {
            return method.startsWith("prepare") || method.startsWith("execute") || method.equals("addBatch");
        }

        private @Nullable Object guarded(@Nullable Object result) {
            if (result instanceof Connection) {
                return connection.get();
            }
            Class<?> type = LEADS_BACK.stream()
                    .filter(one -> one.isInstance(result))
                    .findFirst()
                    .orElse(null);
            if (result == null || type == null) {
                return result;
            }
            Guard guard = new Guard(result, beforeSql, connection);
            return result instanceof PGStatement ? guard.proxy(type, PGStatement.class) : guard.proxy(type);
        }

        /** The driver wants its own objects back, for example an array that it has made. */
        private static Object @Nullable [] unguarded(Object @Nullable [] arguments) {
            return arguments == null
                    ? null
                    : Stream.of(arguments).map(Guard::unguarded).toArray();
        }

        private static @Nullable Object unguarded(@Nullable Object argument) {
            return argument != null
                            && Proxy.isProxyClass(argument.getClass())
                            && Proxy.getInvocationHandler(argument) instanceof Guard guard
                    ? guard.real
                    : argument;
        }
    }
}
