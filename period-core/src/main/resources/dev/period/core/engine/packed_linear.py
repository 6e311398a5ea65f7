x: Tensor, w: Tensor, bias: Optional[Tensor] -> Tensor
return ops.mkldnn._linear_pointwise(x, w, bias, "none", annotate(List[Optional[number]], []), "")
