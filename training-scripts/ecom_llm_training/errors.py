"""What a person can mend: wrong settings, wrong data, too small a machine. Told without a stack trace."""


class TrainingError(Exception):
    """A stage cannot go on; the message says why and what to change."""


class ConfigError(TrainingError):
    """The configuration is wrong."""


class DataError(TrainingError):
    """The data is missing or unusable."""


class LicenceError(TrainingError):
    """A source's licence was not accepted."""


class MachineError(TrainingError):
    """This machine cannot do what is asked."""


class GateError(TrainingError):
    """A model is not good enough to be promoted, or it is not known whether it is."""
