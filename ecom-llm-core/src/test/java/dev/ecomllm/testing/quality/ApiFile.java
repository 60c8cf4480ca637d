package dev.ecomllm.testing.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The public members of a module, written down in {@code src/test/resources/api.txt}, so that no
 * change of the API goes unseen. {@code mvn test -Dapi.update=true} writes the file anew.
 */
final class ApiFile {

  private static final Path FILE = Path.of("src", "test", "resources", "api.txt");

  /** What every record, enum and object has. */
  private static final Set<String> IMPLIED =
      Set.of("equals", "hashCode", "toString", "values", "valueOf");

  private static final Pattern PACKAGE = Pattern.compile("\\b([a-z][a-z0-9]*\\.)+(?=[A-Z])");

  private ApiFile() {}

  static void check(JavaClasses classes, List<String> notApi) throws IOException {
    List<String> now = lines(classes, notApi);
    if (Boolean.getBoolean("api.update")) {
      Files.createDirectories(FILE.getParent());
      Files.write(FILE, now);
    }
    assertThat(Files.exists(FILE) ? Files.readAllLines(FILE) : List.<String>of())
        .as(
            "the public API differs from %s; if that is meant, run mvn test -Dapi.update=true and"
                + " have the difference reviewed",
            FILE)
        .isEqualTo(now);
  }

  private static List<String> lines(JavaClasses classes, List<String> notApi) {
    Set<String> names = new TreeSet<>();
    for (JavaClass javaClass : classes) {
      if (!notApi.contains(javaClass.getPackageName())) {
        names.add(javaClass.getName());
      }
    }
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      Class<?> type = load(name);
      if (isVisible(type)) {
        lines.add(heading(type));
        members(type).forEach(member -> lines.add("  " + member));
      }
    }
    return lines;
  }

  private static Set<String> members(Class<?> type) {
    Set<String> members = new TreeSet<>();
    for (Field field : type.getDeclaredFields()) {
      if (isVisible(field)) {
        members.add(shorten(type, field.toGenericString()));
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isVisible(constructor)) {
        members.add(shorten(type, constructor.toGenericString()));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isVisible(method) && !IMPLIED.contains(method.getName())) {
        members.add(shorten(type, method.toGenericString()));
      }
    }
    return members;
  }

  private static String heading(Class<?> type) {
    StringBuilder heading = new StringBuilder(kind(type)).append(' ').append(type.getName());
    if (type.getSuperclass() != null
        && type.getSuperclass() != Object.class
        && !type.isRecord()
        && !type.isEnum()) {
      heading.append(" extends ").append(shorten(type, type.getGenericSuperclass().getTypeName()));
    }
    for (var parent : type.getGenericInterfaces()) {
      heading.append(" is ").append(shorten(type, parent.getTypeName()));
    }
    return heading.toString();
  }

  private static String kind(Class<?> type) {
    if (type.isRecord()) {
      return "record";
    }
    if (type.isEnum()) {
      return "enum";
    }
    String sealed = type.isSealed() ? "sealed " : "";
    if (type.isInterface()) {
      return sealed + "interface";
    }
    int modifiers = type.getModifiers();
    return sealed
        + (Modifier.isFinal(modifiers) ? "final " : "")
        + (Modifier.isAbstract(modifiers) ? "abstract " : "")
        + "class";
  }

  private static boolean isVisible(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
      if (!Modifier.isPublic(at.getModifiers()) || at.isAnonymousClass() || at.isLocalClass()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isVisible(Member member) {
    boolean extensible = !Modifier.isFinal(member.getDeclaringClass().getModifiers());
    return !member.isSynthetic()
        && (Modifier.isPublic(member.getModifiers())
            || (extensible && Modifier.isProtected(member.getModifiers())));
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ApiFile.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without packages, and without the name of the type that a method or field is in. */
  private static String shorten(Class<?> type, String text) {
    return PACKAGE.matcher(text.replace(" " + type.getName() + ".", " ")).replaceAll("");
  }
}
