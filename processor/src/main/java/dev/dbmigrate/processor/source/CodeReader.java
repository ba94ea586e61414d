package dev.dbmigrate.processor.source;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Walks through the methods of one class and collects what they call. For use once. */
final class CodeReader extends TreeScanner<@Nullable Void, @Nullable Void> {

    private final Trees trees;
    private final ClassTree type;
    private final TypeElement outermost;
    private final JavacFile file;
    private final Names names;
    private final Halves halves;
    /** Methods that call the function which they are given at most once: what stands in it stands in no loop. */
    private static final Set<String> CALLING_ONCE =
            Set.of("step", "idempotentStep", "atomically", "ifPresent", "ifPresentOrElse");

    private final List<Call> calls = new ArrayList<>();
    private final List<Literal> literals = new ArrayList<>();
    private final Map<String, TypeUse> typeUses = new LinkedHashMap<>();
    private final IdentityHashMap<Tree, Call> made = new IdentityHashMap<>();
    private Variables variables;
    private Texts texts;
    private String method = "";
    private final Set<Tree> calledOnce = Collections.newSetFromMap(new IdentityHashMap<>());
    private int loops;

    CodeReader(Trees trees, Elements elements, TreePath path, TypeElement outermost) throws IOException {
        this.trees = trees;
        this.outermost = outermost;
        type = (ClassTree) path.getLeaf();
        file = new JavacFile(trees, path.getCompilationUnit());
        names = new Names(elements, path.getCompilationUnit(), (TypeElement) trees.getElement(path));
        halves = Halves.of(type);
        variables = Variables.of(type, null);
        texts = new Texts(file, names, variables);
    }

    Code read() {
        for (Tree member : type.getMembers()) {
            scan(member, null);
        }
        return new Code(true, calls, literals, List.copyOf(typeUses.values()));
    }

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree node, @Nullable Void nothing) {
        return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree node, @Nullable Void nothing) {
        Variables around = variables;
        Texts before = texts;
        String outer = method;
        variables = Variables.of(type, node);
        texts = new Texts(file, names, variables);
        method = node.getName().toString();
        super.visitMethod(node, null);
        method = outer;
        texts = before;
        variables = around;
        return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree node, @Nullable Void nothing) {
        int more = calledOnce.contains(node) ? 0 : 1;
        loops += more;
        super.visitLambdaExpression(node, null);
        loops -= more;
        return null;
    }

    @Override
    public @Nullable Void visitForLoop(ForLoopTree node, @Nullable Void nothing) {
        loops++;
        super.visitForLoop(node, null);
        loops--;
        return null;
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree node, @Nullable Void nothing) {
        loops++;
        super.visitEnhancedForLoop(node, null);
        loops--;
        return null;
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree node, @Nullable Void nothing) {
        loops++;
        super.visitWhileLoop(node, null);
        loops--;
        return null;
    }

    @Override
    public @Nullable Void visitDoWhileLoop(DoWhileLoopTree node, @Nullable Void nothing) {
        loops++;
        super.visitDoWhileLoop(node, null);
        loops--;
        return null;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void nothing) {
        if (node.getMethodSelect() instanceof MemberSelectTree select
                && CALLING_ONCE.contains(select.getIdentifier().toString())) {
            calledOnce.addAll(node.getArguments());
        }
        super.visitMethodInvocation(node, null);
        calls.add(call(node));
        return null;
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree node, @Nullable Void nothing) {
        use(node.getIdentifier().toString(), "new " + node.getIdentifier() + "(…)", node);
        super.visitNewClass(node, null);
        calls.add(call(node));
        return null;
    }

    @Override
    public @Nullable Void visitLiteral(LiteralTree node, @Nullable Void nothing) {
        if (node.getValue() instanceof String value) {
            literals.add(new Literal(file.literal(node, value), new JavacSpot(file, node)));
        }
        return null;
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree node, @Nullable Void nothing) {
        if (!node.getIdentifier().contentEquals("class")) {
            use(node.getExpression().toString(), node.toString(), node);
        }
        return super.visitMemberSelect(node, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree node, @Nullable Void nothing) {
        use(node.getQualifierExpression().toString(), node.toString(), node);
        return super.visitMemberReference(node, null);
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree node, @Nullable Void nothing) {
        names.staticallyImportedFrom(node.getName().toString())
                .ifPresent(owner -> use(owner, node.getName().toString(), node));
        return null;
    }

    private void use(String name, String source, Tree tree) {
        if (name.isEmpty() || !looksLikeType(name) || variables.knows(name)) {
            return;
        }
        names.type(name).ifPresent(used -> use(used, source, tree));
    }

    /** By Java's naming conventions; to resolve each variable's name too would cost too much. */
    private static boolean looksLikeType(String name) {
        return Character.isUpperCase(name.charAt(name.lastIndexOf('.') + 1)) && name.indexOf('(') < 0;
    }

    private void use(TypeElement used, String source, Tree tree) {
        String name = used.getQualifiedName().toString();
        if (!typeUses.containsKey(name) && !outermost(used).equals(outermost) && trees.getPath(used) != null) {
            typeUses.put(name, new TypeUse(used, source, new JavacSpot(file, tree)));
        }
    }

    private static TypeElement outermost(TypeElement type) {
        TypeElement at = type;
        for (Element outer = type.getEnclosingElement(); outer instanceof TypeElement enclosing; ) {
            at = enclosing;
            outer = enclosing.getEnclosingElement();
        }
        return at;
    }

    /** The call that an expression is, also through a local variable. */
    private Optional<Call> callOf(ExpressionTree expression) {
        ExpressionTree plain = variables.behind(expression);
        return plain instanceof MethodInvocationTree || plain instanceof NewClassTree
                ? Optional.of(call(plain))
                : Optional.empty();
    }

    private Call call(ExpressionTree node) {
        Call known = made.get(node);
        if (known == null) {
            known = node instanceof NewClassTree created ? creation(created) : invocation((MethodInvocationTree) node);
            made.put(node, known);
        }
        return known;
    }

    private Call creation(NewClassTree node) {
        String created = Variables.simpleName(node.getIdentifier());
        return new Call(
                "new " + created,
                null,
                created,
                created,
                arguments(node.getArguments()),
                halves.of(method),
                method,
                loops > 0,
                new JavacSpot(file, node));
    }

    private Call invocation(MethodInvocationTree node) {
        String name = node.getMethodSelect().toString();
        Call target = null;
        String root = "";
        if (node.getMethodSelect() instanceof MemberSelectTree select) {
            name = select.getIdentifier().toString();
            target = callOf(select.getExpression()).orElse(null);
            root = target != null ? target.root() : variables.root(select.getExpression());
        }
        return new Call(
                name,
                target,
                root,
                target != null ? target.rootType() : variables.typeOf(root),
                arguments(node.getArguments()),
                halves.of(method),
                method,
                loops > 0,
                new JavacSpot(file, node));
    }

    private List<Argument> arguments(List<? extends ExpressionTree> trees) {
        List<Argument> arguments = new ArrayList<>();
        for (ExpressionTree tree : trees) {
            SourceText text = texts.known(tree);
            arguments.add(new Argument(
                    tree.toString(),
                    text,
                    text == null ? texts.pieces(tree) : List.of(),
                    text == null ? Templates.of(tree, file, texts, variables) : null,
                    callOf(tree).orElse(null),
                    new JavacSpot(file, tree)));
        }
        return arguments;
    }
}
