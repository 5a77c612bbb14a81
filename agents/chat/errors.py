"""What goes wrong with a chat model.

ModelError
    ModelRefused            it would not answer
    ModelAnswerTruncated    its answer was cut off
    ModelAnswerFiltered     a content filter stopped it
    ModelAnswerInvalid      its answer is not of the type, also after a second try
        FormatIgnored       its answer has nothing of the way in which it was asked for
    ModelUnavailable        it cannot be reached, or not in time, or its server refused the request
        FormatRefused       its server refused the way in which the answer was asked for
    ModelOverBudget         the command has spent its tokens
"""


class ModelError(Exception):
    """A model gave no usable answer; the message says why, and holds none of the model's text."""


class ModelRefused(ModelError):
    pass


class ModelAnswerTruncated(ModelError):
    pass


class ModelAnswerFiltered(ModelError):
    pass


class ModelAnswerInvalid(ModelError):
    pass


class FormatIgnored(ModelAnswerInvalid):
    """Another format of the answer may be understood."""


class ModelUnavailable(ModelError):
    pass


class FormatRefused(ModelUnavailable):
    """Another format of the answer may be understood."""


class ModelOverBudget(ModelError):
    pass
