package dev.dbmigrate.processor.source;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a class, and the parameters and local variables of one of its methods, by their names. */
final class Variables extends TreeScanner<@Nullable Void, @Nullable Void> {

    private final Map<String, VariableTree> declared = new HashMap<>();
    private final Set<String> assigned = new HashSet<>();

    private Variables() {}

    static Variables of(ClassTree type, @Nullable MethodTree method) {
        Variables variables = new Variables();
        for (Tree member : type.getMembers()) {
            if (member instanceof VariableTree field) {
                variables.declared.put(field.getName().toString(), field);
            }
        }
        if (method != null) {
            variables.scan(method, null);
        }
        return variables;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree node, @Nullable Void nothing) {
        VariableTree other = declared.put(node.getName().toString(), node);
        if (other != null) {
            // two of one name, in two blocks: which one is meant is not worth finding out
            assigned.add(node.getName().toString());
        }
        return super.visitVariable(node, null);
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree node, @Nullable Void nothing) {
        assigned.add(node.getVariable().toString());
        return super.visitAssignment(node, null);
    }

    @Override
    public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree node, @Nullable Void nothing) {
        assigned.add(node.getVariable().toString());
        return super.visitCompoundAssignment(node, null);
    }

    boolean knows(String name) {
        return declared.containsKey(name);
    }

    /** An expression without parentheses and casts; of a variable that is set once, what it is set to. */
    ExpressionTree behind(ExpressionTree expression) {
        ExpressionTree at = expression;
        for (int steps = 0; steps < 20; steps++) {
            if (at instanceof ParenthesizedTree parenthesized) {
                at = parenthesized.getExpression();
            } else if (at instanceof TypeCastTree cast) {
                at = cast.getExpression();
            } else if (at instanceof IdentifierTree name) {
                ExpressionTree value = valueOf(name.getName().toString());
                if (value == null) {
                    return at;
                }
                at = value;
            } else {
                return at;
            }
        }
        return at;
    }

    private @Nullable ExpressionTree valueOf(String name) {
        VariableTree variable = declared.get(name);
        return variable == null || assigned.contains(name) ? null : variable.getInitializer();
    }

    /** The variable or class with which a chain of calls begins. */
    String root(ExpressionTree expression) {
        ExpressionTree at = behind(expression);
        if (at instanceof MethodInvocationTree call) {
            return call.getMethodSelect() instanceof MemberSelectTree select ? root(select.getExpression()) : "";
        }
        return expression instanceof IdentifierTree || expression instanceof MemberSelectTree
                ? expression.toString()
                : "";
    }

    /** The simple name of a variable's declared type; a name that is none is a class's own. */
    String typeOf(String root) {
        String name = root.startsWith("this.") ? root.substring("this.".length()) : root;
        VariableTree variable = declared.get(name);
        if (variable != null) {
            return variable.getType() == null ? "" : simpleName(variable.getType());
        }
        return name.substring(name.lastIndexOf('.') + 1);
    }

    static String simpleName(Tree type) {
        Tree plain = type instanceof ParameterizedTypeTree parameterized ? parameterized.getType() : type;
        String name = plain.toString();
        return name.equals("var") ? "" : name.substring(name.lastIndexOf('.') + 1);
    }
}
