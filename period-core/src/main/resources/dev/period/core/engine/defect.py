x: Tensor -> Tensor
defect = torch.zeros([], dtype=4, layout=None, device=None, pin_memory=None)
if bool(torch.isfinite(torch.sum(x))):
  found = defect
else:
  if bool(torch.any(torch.isnan(x))):
    found = torch.add(defect, 2)
  else:
    if bool(torch.any(torch.isinf(x))):
      found = torch.add(defect, 1)
    else:
      found = defect
return found
