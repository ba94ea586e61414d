package dev.dbmigrate.processor.source;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which way the methods of a migration's class go: a private method goes the way of those that call it. */
final class Halves {

    private final Map<String, Half> halves = new HashMap<>();

    private Halves() {}

    static Halves of(ClassTree type) {
        Map<String, Set<String>> called = new HashMap<>();
        for (Tree member : type.getMembers()) {
            if (member instanceof MethodTree method) {
                Set<String> names = called.computeIfAbsent(method.getName().toString(), name -> new HashSet<>());
                new Calls(names).scan(method.getBody(), null);
            }
        }
        Halves halves = new Halves();
        halves.spread("up", Half.UP, called);
        halves.spread("down", Half.DOWN, called);
        halves.spread("verify", Half.VERIFY, called);
        return halves;
    }

    private void spread(String from, Half half, Map<String, Set<String>> called) {
        Deque<String> open = new ArrayDeque<>(Set.of(from));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (called.containsKey(name) && halves.putIfAbsent(name, half) == null) {
                open.addAll(called.get(name));
            }
        }
    }

    /** The half of a method; what nobody calls, and what stands in a field, is taken for the way up. */
    Half of(String method) {
        return halves.getOrDefault(method, Half.UP);
    }

    private static final class Calls extends TreeScanner<@Nullable Void, @Nullable Void> {

        private final Set<String> names;

        Calls(Set<String> names) {
            this.names = names;
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void nothing) {
            if (node.getMethodSelect() instanceof IdentifierTree own) {
                names.add(own.getName().toString());
            } else if (node.getMethodSelect() instanceof MemberSelectTree select
                    && select.getExpression().toString().equals("this")) {
                names.add(select.getIdentifier().toString());
            }
            return super.visitMethodInvocation(node, null);
        }

        @Override
        public @Nullable Void visitMemberReference(MemberReferenceTree node, @Nullable Void nothing) {
            names.add(node.getName().toString());
            return super.visitMemberReference(node, null);
        }
    }
}
