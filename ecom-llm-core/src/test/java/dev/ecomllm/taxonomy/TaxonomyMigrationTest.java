package dev.ecomllm.taxonomy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ecomllm.taxonomy.TaxonomyChange.Kind;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class TaxonomyMigrationTest {

  private static final Taxonomy OLD = Taxonomy.google("2019-07-10");
  private static final Taxonomy NEW = Taxonomy.google();

  @Test
  void googlesTwoVersionsDifferAsGoogleSays() {
    TaxonomyMigration migration = TaxonomyMigration.between(OLD, NEW);

    assertThat(migration.counts())
        .isEqualTo(
            Map.of(Kind.UNCHANGED, 5_555L, Kind.RENAMED, 23L, Kind.SPLIT, 4L, Kind.NEW, 13L));
    assertThat(
            migration.changes().stream()
                .filter(TaxonomyChange::mustAskAgain)
                .map(change -> change.before().orElseThrow().name()))
        .containsExactlyInAnyOrder(
            "Skirts", "Kimono Outerwear", "Kimonos", "Traditional Clothing Accessories");
    assertThat(migration.of(1093))
        .hasToString(
            "RENAMED 1093 Sporting Goods > Athletics > Football"
                + " -> Sporting Goods > Athletics > American Football");
    assertThat(migration.of(1581).candidates()).extracting(Category::id).contains(2331L);
    assertThat(migration.of(328).kind()).isEqualTo(Kind.UNCHANGED);
  }

  @Test
  void theWayBackMergesWhatTheWayThereSplit() {
    TaxonomyMigration back = TaxonomyMigration.between(NEW, OLD);

    // all children of Skirts are gone, so a mini skirt is a skirt
    assertThat(back.of(2331).kind()).isEqualTo(Kind.MERGED);
    assertThat(back.of(2331).after()).contains(OLD.require(1581));
    // Traditional Clothing Accessories keeps other children
    assertThat(back.of(5688).kind()).isEqualTo(Kind.REMOVED);
    assertThat(back.of(5688).after()).contains(OLD.require(5390));
  }

  @Test
  void everyKindOfChangeIsTold() {
    Taxonomy before =
        tree(
            "1 - Hats",
            "2 - Hats > Caps",
            "3 - Hats > Berets",
            "4 - Shoes",
            "5 - Shoes > Boots",
            "6 - Shoes > Clogs",
            "7 - Toys",
            "8 - Toys > Balls",
            "9 - Toys > Kites",
            "10 - Old");
    Taxonomy after =
        tree(
            "1 - Headwear",
            "2 - Headwear > Caps & Berets",
            "4 - Shoes",
            "8 - Shoes > Balls",
            "7 - Toys",
            "20 - Toys > Board Games",
            "21 - Toys > Flying Toys");
    TaxonomyMigration migration = TaxonomyMigration.between(before, after);

    assertThat(migration.changes().stream().map(TaxonomyChange::toString))
        .containsExactly(
            "RENAMED 1 Hats -> Headwear",
            "RENAMED 2 Hats > Caps -> Headwear > Caps & Berets",
            "MERGED 3 Hats > Berets -> Headwear > Caps & Berets",
            "REMOVED 5 Shoes > Boots -> Shoes",
            "REMOVED 6 Shoes > Clogs -> Shoes",
            "SPLIT 7 Toys",
            "MOVED 8 Toys > Balls -> Shoes > Balls",
            "SPLIT 9 Toys > Kites -> Toys",
            "REMOVED 10 Old",
            "NEW 20 Toys > Board Games",
            "NEW 21 Toys > Flying Toys");
    assertThat(migration.of(4).kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(migration.of(10).after()).isEmpty();
    assertThat(migration.of(9).candidates()).hasSize(2);
  }

  @Test
  void anIdThatChangedUnderTheSamePathIsThatPath() {
    TaxonomyMigration migration =
        TaxonomyMigration.between(
            tree("1 - Hats", "2 - Hats > Caps"), tree("7 - Hats", "8 - Hats > Caps"));

    assertThat(migration.of(2).kind()).isEqualTo(Kind.MERGED);
    assertThat(migration.of(2).after().orElseThrow().id()).isEqualTo(8);
  }

  @Test
  void onlyWhatIsAffectedIsAskedAgainOneByOne() {
    TaxonomyMigration migration = TaxonomyMigration.between(OLD, NEW);
    List<Long> read = new ArrayList<>();
    Iterator<Long> stored = List.of(328L, 1581L, 1093L, 5343L).stream().peek(read::add).iterator();
    Iterator<Long> again = migration.askAgain(stored, Long::longValue);

    assertThat(again.next()).isEqualTo(1581);
    assertThat(read).doesNotContain(5343L);
    assertThat(again.next()).isEqualTo(5343);
    assertThat(again.hasNext()).isFalse();
    assertThat(again).satisfies(i -> assertThat(catchNext(i)).isTrue());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> migration.of(99))
        .withMessageContaining("2019-07-10");
  }

  @Test
  void localesGoById() {
    Taxonomy german =
        Taxonomy.read(new StringReader("222 - Elektronik\n278 - Elektronik > Computer"), "de");

    assertThat(german.byId(NEW.require(278).id()).orElseThrow().path())
        .hasToString("Elektronik > Computer");
  }

  private static boolean catchNext(Iterator<?> iterator) {
    try {
      return iterator.next() == null;
    } catch (NoSuchElementException end) {
      return true;
    }
  }

  static Taxonomy tree(String... lines) {
    return Taxonomy.read(new StringReader(String.join("\n", lines)), "shop.txt");
  }
}
