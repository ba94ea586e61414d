package dev.dbmigrate.processor.source;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Folds expressions to the strings that they are known to be (JLS 15.29, and a little more). */
final class Texts {

    /** They change white space at most, which no rule asks for. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("strip", "stripIndent", "trim", "intern", "toString");

    private final JavacFile file;
    private final Names names;
    private final Variables variables;

    Texts(JavacFile file, Names names, Variables variables) {
        this.file = file;
        this.names = names;
        this.variables = variables;
    }

    /** The value of an expression that is a string, or null if it is none or is not known. */
    @Nullable
    SourceText known(ExpressionTree expression) {
        Folded folded = fold(expression);
        return folded != null && folded.string() ? folded.text() : null;
    }

    /** The value of an expression as it stands in a string that it is joined to, or null if it is not known. */
    @Nullable
    SourceText value(ExpressionTree expression) {
        Folded folded = fold(expression);
        return folded == null ? null : folded.text();
    }

    private record Folded(SourceText text, boolean string) {}

    private @Nullable Folded fold(ExpressionTree expression) {
        ExpressionTree plain = variables.behind(expression);
        if (plain instanceof LiteralTree literal) {
            Object value = literal.getValue();
            return value instanceof String text
                    ? new Folded(file.literal(literal, text), true)
                    : value == null ? null : new Folded(file.constant(literal, value.toString()), false);
        }
        if (plain instanceof BinaryTree binary && binary.getKind() == Tree.Kind.PLUS) {
            Folded left = fold(binary.getLeftOperand());
            Folded right = left == null ? null : fold(binary.getRightOperand());
            return left == null || right == null || !(left.string() || right.string())
                    ? null
                    : new Folded(left.text().followedBy(right.text()), true);
        }
        if (plain instanceof IdentifierTree name) {
            String simple = name.getName().toString();
            return names.ownerOfConstant(simple)
                    .flatMap(owner -> constant(plain, owner, simple))
                    .orElse(null);
        }
        if (plain instanceof MemberSelectTree select) {
            return names.type(select.getExpression().toString())
                    .flatMap(owner ->
                            constant(plain, owner, select.getIdentifier().toString()))
                    .orElse(null);
        }
        return plain instanceof MethodInvocationTree call ? call(call) : null;
    }

    private Optional<Folded> constant(Tree use, TypeElement owner, String name) {
        return names.constant(owner, name)
                .map(value -> new Folded(file.constant(use, value.toString()), value instanceof String));
    }

    private @Nullable Folded call(MethodInvocationTree call) {
        if (!(call.getMethodSelect() instanceof MemberSelectTree select)) {
            return null;
        }
        String name = select.getIdentifier().toString();
        if (WITHOUT_EFFECT.contains(name) && call.getArguments().isEmpty()) {
            return fold(select.getExpression());
        }
        List<? extends ExpressionTree> parts = formatted(call);
        if (parts.isEmpty()) {
            return null;
        }
        List<@Nullable Folded> folded = new ArrayList<>();
        parts.forEach(part -> folded.add(fold(part)));
        if (folded.contains(null)) {
            return null;
        }
        String[] values = folded.stream()
                .map(part -> part == null ? "" : part.text().value())
                .toArray(String[]::new);
        try {
            Object[] arguments = Arrays.copyOfRange(values, 1, values.length, Object[].class);
            return new Folded(file.constant(call, String.format(Locale.ROOT, values[0], arguments)), true);
        } catch (IllegalFormatException notOurs) {
            // %d of a number, which is a string here: not known then
            return null;
        }
    }

    /** Of a call that formats, the template and its arguments. */
    List<? extends ExpressionTree> formatted(ExpressionTree expression) {
        if (!(variables.behind(expression) instanceof MethodInvocationTree call
                && call.getMethodSelect() instanceof MemberSelectTree select)) {
            return List.of();
        }
        String name = select.getIdentifier().toString();
        if (name.equals("formatted")) {
            List<ExpressionTree> parts = new ArrayList<>(List.of(select.getExpression()));
            parts.addAll(call.getArguments());
            return parts;
        }
        boolean format =
                name.equals("format") && select.getExpression().toString().equals("String");
        return format ? call.getArguments() : List.of();
    }

    /** The known pieces of a string that is put together with what is not known. */
    List<SourceText> pieces(ExpressionTree expression) {
        List<SourceText> pieces = new ArrayList<>();
        addPieces(expression, pieces);
        return pieces;
    }

    private void addPieces(ExpressionTree expression, List<SourceText> pieces) {
        SourceText whole = known(expression);
        if (whole != null) {
            pieces.add(whole);
            return;
        }
        ExpressionTree plain = variables.behind(expression);
        if (plain instanceof BinaryTree binary && binary.getKind() == Tree.Kind.PLUS) {
            addPieces(binary.getLeftOperand(), pieces);
            addPieces(binary.getRightOperand(), pieces);
        } else if (plain instanceof MethodInvocationTree call) {
            List<? extends ExpressionTree> parts = formatted(call);
            SourceText template = parts.isEmpty() ? null : known(parts.get(0));
            if (template != null) {
                pieces.add(template);
            }
        }
    }
}
