"""What do all models of this room have in common: scikit-learn's contract, without its weight?

Settings go into ``__init__``, data into ``fit``, which returns the model; what was learned ends in
``_``. ``sklearn.base.clone`` and ``check_is_fitted`` work; scikit-learn itself is only imported
when they ask, or when an unfitted model is asked for a number.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from engine.clv.maximum import Maximum

Floats = NDArray[np.float64]


class LikelihoodModel:
    """A model with positive parameters that are fitted by maximum likelihood.

    Attributes
    ----------
    params_ : Mapping[str, float]
        Parameters by name, in the order of ``names`` (then coefficients, where there are any).
    log_likelihood_ : float
        At these parameters.
    standard_errors_ : Mapping[str, float]
        Of the parameters, by the inverse of the observed information; NaN at a boundary.
    covariance_ : ndarray of shape (k, k)
        Of the logarithms of the parameters (coefficients as they are), in the same order.
    """

    names: ClassVar[tuple[str, ...]] = ()

    params_: Mapping[str, float]
    standard_errors_: Mapping[str, float]
    log_likelihood_: float
    covariance_: Floats
    is_converged_: bool

    def settings(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002 - scikit-learn's signature
        """Return what was given to ``__init__`` (``get_params`` of scikit-learn)."""
        return {name: getattr(self, name) for name in _arguments(type(self))}

    get_params = settings

    def set_params(self, **settings: Any) -> Self:
        """Change settings; returns the model."""
        for name, value in settings.items():
            if name not in _arguments(type(self)):
                raise ValueError(f"{type(self).__name__} has no setting {name!r}")
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        """Return the call that makes this model."""
        given = ", ".join(f"{name}={value!r}" for name, value in self.settings().items())
        return f"{type(self).__name__}({given})"

    def __sklearn_is_fitted__(self) -> bool:
        """Return whether ``fit`` was called."""
        return hasattr(self, "params_")

    def __sklearn_tags__(self) -> object:
        """Return what scikit-learn wants to know of an estimator."""
        from sklearn.utils import Tags, TargetTags

        return Tags(estimator_type=None, target_tags=TargetTags(required=False))

    @property
    def parameters(self) -> Floats:
        """The values of ``params_`` in order, shape (k,).

        Raises
        ------
        sklearn.exceptions.NotFittedError
            ``fit`` wasn't called.
        """
        self._require_fit()
        return np.fromiter(self.params_.values(), dtype=np.float64)

    def with_parameters(self, **params: float) -> Self:
        """Return a model with these parameters instead of fitted ones, for published numbers and draws."""
        model = type(self)(**self.settings())
        model.params_ = MappingProxyType({name: float(params[name]) for name in self.names})
        return model

    def _learn(self, found: Maximum, coefficients: tuple[str, ...] = ()) -> Self:
        count = len(found.point) - len(coefficients)
        values, scale = found.point.copy(), np.ones(len(found.point))
        values[:count] = scale[:count] = np.exp(found.point[:count])
        errors = scale * np.sqrt(np.maximum(np.diag(found.covariance), 0.0))
        names = (*self.names, *coefficients)
        known = np.where(found.is_at_boundary, np.nan, errors)
        self.params_ = MappingProxyType(dict(zip(names, values.tolist(), strict=True)))
        self.standard_errors_ = MappingProxyType(dict(zip(names, known.tolist(), strict=True)))
        self.log_likelihood_ = found.value
        self.covariance_ = found.covariance
        self.is_converged_ = found.is_converged
        return self

    def _require_fit(self) -> None:
        if not hasattr(self, "params_"):
            from sklearn.exceptions import NotFittedError

            raise NotFittedError("error.model_not_fitted")


def _arguments(model: type) -> tuple[str, ...]:
    if model.__init__ is object.__init__:  # type: ignore[misc]
        return ()
    return tuple(name for name in inspect.signature(model.__init__).parameters if name != "self")  # type: ignore[misc]
