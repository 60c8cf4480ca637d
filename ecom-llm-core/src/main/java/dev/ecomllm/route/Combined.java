package dev.ecomllm.route;

import dev.ecomllm.task.Answerer;
import dev.ecomllm.task.ServerLoad;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What several sides say of themselves, as one.
 *
 * @param sides at least one, with answers of one kind
 * @param route what else the answers depend on
 */
record Combined(List<Answerer> sides, Map<String, String> route) implements Answerer {

  /** Nothing, if some side says nothing of itself, or if their categories are of two trees. */
  static Optional<Answerer> of(List<?> sides, Map<String, String> route) {
    List<Answerer> answerers = new ArrayList<>();
    for (Object side : sides) {
      if (side instanceof Answerer answerer) {
        answerers.add(answerer);
      }
    }
    long trees =
        answerers.stream()
            .flatMap(side -> side.taxonomy().stream())
            .map(Taxonomy::identity)
            .distinct()
            .count();
    return answerers.size() == sides.size() && trees <= 1
        ? Optional.of(new Combined(answerers, route))
        : Optional.empty();
  }

  /** The entries of each side, with its number before their names. */
  @Override
  public Map<String, String> fingerprint() {
    Map<String, String> all = new TreeMap<>(route);
    for (int i = 0; i < sides.size(); i++) {
      String side = (i + 1) + ".";
      sides.get(i).fingerprint().forEach((name, value) -> all.put(side + name, value));
    }
    return all;
  }

  @Override
  public Class<?> answers() {
    return sides.get(0).answers();
  }

  @Override
  public Optional<Taxonomy> taxonomy() {
    return sides.stream().flatMap(side -> side.taxonomy().stream()).findFirst();
  }

  /** All servers: whichever is asked, it is asked by the same run. */
  @Override
  public Optional<ServerLoad> load() {
    List<ServerLoad> loads =
        sides.stream().flatMap(side -> side.load().stream()).distinct().toList();
    return loads.isEmpty() ? Optional.empty() : Optional.of(watcher -> watch(loads, watcher));
  }

  private static ServerLoad.Watch watch(List<ServerLoad> loads, ServerLoad.Watcher watcher) {
    List<ServerLoad.Watch> watches = loads.stream().map(load -> load.watch(watcher)).toList();
    return () -> watches.forEach(ServerLoad.Watch::close);
  }
}
