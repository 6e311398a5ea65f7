x: Tensor, w: List[Tensor] -> Tensor
b = torch.size(x, 0)
t = torch.size(x, 1)
h = torch.layer_norm(x, [$width], torch.to(w[0], 6), torch.to(w[1], 6), $eps, False)
h = torch.to(h, $dtype)
q = torch.linear(h, torch.to(w[2], $dtype), torch.to(w[3], $dtype))
$q_lora
q = torch.transpose(torch.reshape(q, [b, t, $heads, $head_dim]), 1, 2)
k = torch.linear(h, torch.to(w[4], $dtype), torch.to(w[5], $dtype))
$k_lora
k = torch.transpose(torch.reshape(k, [b, t, $heads, $head_dim]), 1, 2)
v = torch.linear(h, torch.to(w[6], $dtype), torch.to(w[7], $dtype))
$v_lora
v = torch.transpose(torch.reshape(v, [b, t, $heads, $head_dim]), 1, 2)
a = torch.scaled_dot_product_attention(q, k, v, None, 0., $causal)
a = torch.reshape(torch.transpose(a, 1, 2), [b, t, $width])
o = torch.linear(a, torch.to(w[8], $dtype), torch.to(w[9], $dtype))
$o_lora
y = torch.add(x, torch.to(o, 6))
h = torch.to(torch.layer_norm(y, [$width], torch.to(w[10], 6), torch.to(w[11], 6), $eps, False), $dtype)
f = torch.linear(h, torch.to(w[12], $dtype), torch.to(w[13], $dtype))
$f_lora
h = f
h = $activation
g = torch.linear(h, torch.to(w[14], $dtype), torch.to(w[15], $dtype))
$g_lora
return torch.add(y, torch.to(g, 6))
