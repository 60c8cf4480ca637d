package dev.ecomllm.eval.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricJsonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          squad ~ 5 ~ a case is a JSON object
          squad ~ {"references":["a"] ~ not JSON
          squad ~ {"references":"a"} ~ "references" must be an array
          squad ~ {"references":[["a"]]} ~ a text is expected
          topk ~ {"truth":["a"],"ranked":["a"]} ~ a list of texts is expected
          topk ~ {"truth":["a"],"ranked":[]} ~ as many of one as of the other
          calibration ~ {"confidence":[0.5],"correct":[2]} ~ 0, 1, false or true is expected
          calibration ~ {"confidence":["0.5"],"correct":[1]} ~ a number is expected
          calibration ~ {"confidence":[1.01],"correct":[1]} ~ a confidence is 0 to 1
          calibration ~ {"confidence":[0.5],"correct":[1],"bins":0} ~ at least one bin
          bootstrap ~ {"sample":[1,2],"resample_indices":[[0,2]]} ~ places from 0 to 1
          bootstrap ~ {"sample":[1,2],"resample_indices":[[]]} ~ an empty resample
          bootstrap ~ {"sample":[1,2],"statistic":"max"} ~ mean or median
          bootstrap ~ {"sample":[]} ~ a bootstrap needs a sample
          mcnemar ~ {"table":{"only_A_right":-1,"only_B_right":0}} ~ must be 0 to
          mcnemar ~ {"table":{"only_A_right":3000000000,"only_B_right":0}} ~ must be 0 to
          mcnemar ~ {"table":{"only_A_right":1.5,"only_B_right":0}} ~ a whole number
          proportion ~ {"successes":3,"n":2} ~ no share
          nonsense ~ {} ~ no metric 'nonsense'
          """)
  void whatIsNoCaseIsNamed(String metric, String json, String problem) {
    assertThatThrownBy(() -> MetricJson.answer(metric, json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          squad ~ {"references":[],"prediction":null} ~ {"exact":1,"f1":1.0}
          squad ~ {"references":["the"],"prediction":"x"} ~ {"exact":0,"f1":0.0}
          topk ~ {"truth":["b","b"],"ranked":[["a","b"],null]} ~ {"top1":0.0,"top2":0.5}
          topk ~ {"truth":[],"ranked":[]} ~ {}
          calibration ~ {"confidence":[],"correct":[]} ~ {"ece":0.0,"mce":0.0,"brier":0.0,"bins":[]}
          proportion ~ {"successes":0,"n":0} ~ {"estimate":null,"wilson":null,"clopperPearson":null}
          """)
  void theEdgesOfTheShapes(String metric, String json, String answer) {
    assertThat(MetricJson.answer(metric, json)).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void flagsAreNumbersOrBooleans(String flag, String number) {
    String json = "{\"confidence\":[0.25],\"correct\":[%s]}";
    assertThat(MetricJson.answer("calibration", json.formatted(flag)))
        .isEqualTo(MetricJson.answer("calibration", json.formatted(number)));
  }
}
