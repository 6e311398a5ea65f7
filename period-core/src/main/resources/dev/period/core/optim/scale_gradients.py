grads: List[Tensor], factor: float -> Tensor
_0 = ops.aten._foreach_mul_(grads, factor)
return grads[0]
